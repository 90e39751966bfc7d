import { expect, test } from "vitest";
import { OpenQuestions } from "../../../sandbox/kit/open-questions";

test("gives the forms in turn, and counts each question alone", () => {
  const questions = new OpenQuestions();
  const three = () => questions.next<unknown>("three", "a", undefined, "c");
  expect([three(), three(), three(), three()]).toEqual(["a", undefined, "c", "a"]);
  expect(questions.next("two", 1, 2)).toBe(1);
  expect(three()).toBeUndefined();
  expect(questions.next("two", 1, 2)).toBe(2);
});
