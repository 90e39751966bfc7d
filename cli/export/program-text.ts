import type { DeclaredNumber } from "./declared-numbers";

/** The languages that declarations are written in. */
export const languages = ["typescript", "yaml", "python"] as const;
export type Language = (typeof languages)[number];

/** A program that declares these numbers, for the package's plugin. */
export function programText(language: Language, numbers: readonly DeclaredNumber[]): string {
  return writers[language](numbers);
}

const writers: Readonly<Record<Language, (numbers: readonly DeclaredNumber[]) => string>> = {
  typescript: (numbers) =>
    [
      'import { PhoneNumber } from "pulumi-phone/plugin";\n',
      ...numbers.map(
        ({ name, e164, args }) =>
          `\n// ${e164}\nnew PhoneNumber(${inTypeScript(name)}, {\n` +
          `${args.map(([argument, value]) => `  ${argument}: ${inTypeScript(value)},\n`).join("")}});\n`,
      ),
    ].join(""),
  yaml: (numbers) =>
    [
      numbers.length === 0 ? "resources: {}\n" : "resources:\n",
      ...numbers.map(
        ({ name, e164, args }) =>
          `  # ${e164}\n  ${inYaml(name)}:\n    type: phone:index:PhoneNumber\n    properties:\n` +
          args.map(([argument, value]) => `      ${argument}: ${inYaml(value)}\n`).join(""),
      ),
    ].join(""),
  python: (numbers) =>
    [
      "import pulumi_phone as phone\n",
      ...numbers.map(
        ({ name, e164, args }) =>
          `\n# ${e164}\nphone.PhoneNumber(\n    ${inPython(name)},\n` +
          `${args.map(([argument, value]) => `    ${withUnderscores(argument)}=${inPython(value)},\n`).join("")})\n`,
      ),
    ].join(""),
};

const inTypeScript = (text: string) => quoted(text, (hex) => `\\u{${hex}}`);
const inPython = (text: string) => quoted(text, (hex) => `\\U${hex.padStart(8, "0")}`);
// Pulumi's programs in YAML put values in the place of what stands behind a dollar.
const inYaml = (text: string) => inPython(text.replaceAll("$", "$$$$"));

/**
 * A text between double quotes, which is the same text in all of these languages and in YAML. Labels are other people's: what shows nothing, ends a line
 * or turns the order of the rest round is written by its number, so that what is read is what is there. Half a character is none, as for Pulumi.
 *
 * @param beyond How the language writes a character that has more than four hexadecimal digits.
 */
function quoted(text: string, beyond: (hex: string) => string): string {
  return JSON.stringify(text.replace(/\p{Cs}/gu, "\ufffd")).replace(
    /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => {
      const hex = (character.codePointAt(0) ?? 0).toString(16);
      return hex.length > 4 ? beyond(hex) : `\\u${hex.padStart(4, "0")}`;
    },
  );
}

function withUnderscores(argument: string): string {
  return argument.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
