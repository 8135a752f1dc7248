import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: "chuỗi ký tự",
  number: "số",
  int: "số nguyên",
  boolean: "đúng hoặc sai",
  array: "danh sách",
  object: "một nhóm thông tin",
  record: "một nhóm thông tin",
};

const quoted = (values: readonly unknown[]) => values.map((value) => `«${String(value)}»`).join(", ");

function sizeText(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  const bound = issue.code === "too_small" ? `ít nhất ${issue.minimum}` : `nhiều nhất ${issue.maximum}`;
  if (issue.origin === "string") return bound === "ít nhất 1" ? "không được để trống" : `cần ${bound} ký tự`;
  if (issue.origin === "array") return `cần ${bound} mục`;
  return issue.code === "too_small"
    ? `không được nhỏ hơn ${issue.minimum}`
    : `không được lớn hơn ${issue.maximum}`;
}

function problemText(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "còn thiếu" : `phải là ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `phải là một trong ${quoted(issue.values)}`;
    case "too_small":
    case "too_big":
      return sizeText(issue);
    case "unrecognized_keys":
      return `có mục lạ ${quoted(issue.keys)}`;
    case "invalid_format":
      return issue.format === "date" ? "phải là một ngày dạng yyyy-MM-dd" : "sai dạng";
    case "custom":
      return issue.message;
    default:
      return "sai dạng";
  }
}

/** Where and what, in Vietnamese, for one problem that zod found. Parse with `reportInput` so that "missing" is known. */
export function issueText(issue: Issue): { path: string; message: string } {
  return { path: issue.path.map(String).join("."), message: problemText(issue) };
}
