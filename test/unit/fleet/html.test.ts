import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html } from "../../../fleet/html";

describe("html", () => {
  it("escapes texts, and leaves HTML as it is", () => {
    const label = `<b title="x">'&'</b>`;
    expect(html`<td>${label}</td>`.text).toBe(
      "<td>&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;</td>",
    );
    expect(html`<p>${[html`<b>${1}</b>`, " & "]}</p>`.text).toBe("<p><b>1</b> &amp; </p>");
  });

  it("leaves no trace of what is not there", () => {
    expect(html`<p>${null}${undefined}${false}${[]}${""}${0}</p>`.text).toBe("<p>0</p>");
  });

  it("lets no text steer the page, nor the direction of what is around it", () => {
    expect(html`${"a\u202eb\u2066c\u0000d\u001be\tf"}`.text).toBe("abc\ufffdd\ufffde\tf");
  });

  it("makes no mark-up of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const made = html`${text}`.text;
        expect(made).not.toMatch(/[<>"']/);
        expect(made.replace(/&(amp|lt|gt|quot|#39);/g, "")).not.toContain("&");
      }),
    );
  });
});
