import path from "node:path";
import { defineConfig } from "vitepress";

const repository = "https://github.com/pulumi-phone/pulumi-phone";
const main = `${repository}/blob/main/`;

/** A link of a page as the site has it: pages of docs/ are the site's own, other files of the repository are on GitHub. */
function siteLink(link: string, page: string): string {
  if (link.startsWith(`${main}docs/`)) return siteLink(`/${link.slice(`${main}docs/`.length)}`, page);
  if (/^([a-z]+:|#)/.test(link)) return link;
  const target = path.posix.join("docs", path.posix.dirname(page), link);
  if (!link.startsWith("/") && !target.startsWith("docs/")) return `${main}${target}`;
  return link.replace(/README\.md(?=#|$)/, "index.md");
}

/** As GitHub makes it, so that a link to a heading is right in both places. */
function slugify(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

export default defineConfig({
  title: "pulumi-phone",
  description: "Phone numbers as code, with Pulumi.",
  lastUpdated: false,
  // GitHub shows a README where the site has an index.
  rewrites: {
    "README.md": "index.md",
    "vendors/README.md": "vendors/index.md",
    "decisions/README.md": "decisions/index.md",
  },
  markdown: {
    anchor: { slugify },
    config(markdown) {
      markdown.core.ruler.push("site-links", ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.attrGet("href");
          if (token.type === "link_open" && href !== null)
            token.attrSet("href", siteLink(href, env.relativePath));
        }
      });
    },
  },
  themeConfig: {
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repository }],
    outline: [2, 3],
    sidebar: [
      {
        text: "Do",
        items: [
          { text: "All documents", link: "/" },
          { text: "Testing", link: "/testing" },
          { text: "Numbers in CI", link: "/ci" },
          { text: "Recovery", link: "/recovery" },
          { text: "Programs and networks", link: "/programs" },
          { text: "Import", link: "/import" },
          { text: "The plugin", link: "/plugin" },
          { text: "In your language", link: "/languages" },
          { text: "The sandbox", link: "/sandbox" },
          { text: "Add a vendor", link: "/contributing/add-a-vendor" },
        ],
      },
      {
        text: "Look up",
        items: [
          { text: "Reference", link: "/reference" },
          { text: "Commands", link: "/commands" },
          { text: "Errors", link: "/errors" },
          { text: "Glossary", link: "/glossary" },
          {
            text: "Vendors",
            link: "/vendors/",
            items: ["Bolna", "Plivo", "Ravan", "Sondos", "Cald"].map((text) => ({
              text,
              link: `/vendors/${text.toLowerCase()}`,
            })),
          },
        ],
      },
      {
        text: "Understand",
        items: [
          { text: "Concepts", link: "/concepts" },
          { text: "The life of a number", link: "/lifecycle" },
          { text: "Comparison", link: "/comparison" },
          { text: "Thousands of numbers", link: "/scale" },
          { text: "Performance", link: "/performance" },
          { text: "Decisions", link: "/decisions/" },
          { text: "What each fault does", link: "/fault-matrix" },
          { text: "The simulator", link: "/simulation" },
        ],
      },
    ],
  },
});
