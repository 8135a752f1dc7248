import { canonicalJson, type Problem } from "@parindex/core";
import { CACHE } from "../response.ts";
import { OPEN_HEADERS, type OpenResponse } from "./response.ts";

/** Where each problem is explained: the anchor is its name. */
const EXPLAINED = "/du-lieu-mo#";

/** Every problem that the open data answers with: status, title, and what it means for who reads the page. */
export const PROBLEMS = {
  "unknown-path": {
    status: 404,
    title: "Không có địa chỉ này",
    about: "Địa chỉ không thuộc dữ liệu mở. Mọi địa chỉ đều được liệt kê trong tài liệu OpenAPI.",
  },
  "unknown-publication": {
    status: 404,
    title: "Không có bản công bố này",
    about: "Mã bản công bố sai, hoặc kết quả chưa được công bố.",
  },
  "unknown-year": {
    status: 404,
    title: "Không có kết quả của năm này",
    about: "Năm chưa có bản công bố nào.",
  },
  "nothing-published": {
    status: 404,
    title: "Chưa có kết quả nào được công bố",
    about: "Chương trình đánh giá chưa có bản công bố nào.",
  },
  "unknown-unit": {
    status: 404,
    title: "Không có đơn vị này trong kết quả",
    about: "Bản công bố không có bảng điểm của đơn vị. Mã các đơn vị đứng ở cột unit của bảng xếp hạng.",
  },
  "unknown-page": {
    status: 404,
    title: "Không có trang này",
    about: "Số trang vượt quá số trang của bản công bố (pages).",
  },
  paged: {
    status: 404,
    title: "Bảng này được chia trang",
    about: "Bản công bố có quá nhiều đơn vị cho một tệp: hãy tải từng trang, từ 1 đến pages.",
  },
  "unknown-format": {
    status: 406,
    title: "Không có ở định dạng này",
    about: "Định dạng chọn bằng phần mở rộng của địa chỉ; những định dạng có được nêu ở formats.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Dữ liệu mở chỉ để đọc",
    about: "Chỉ nhận GET và HEAD.",
  },
  "too-many-requests": {
    status: 429,
    title: "Tải về quá nhanh",
    about: "Máy chủ nhận quá nhiều yêu cầu từ địa chỉ của bạn; hãy chờ số giây nêu ở Retry-After.",
  },
  unavailable: {
    status: 503,
    title: "Dữ liệu tạm thời không đọc được",
    about: "Hệ thống đang gặp sự cố; hãy thử lại sau ít phút.",
  },
} as const;
export type ProblemName = keyof typeof PROBLEMS;

/** What a route throws instead of an answer. `detail` is for people, in Vietnamese. */
export class OpenProblem extends Error {
  readonly problem: ProblemName;
  readonly detail: string;
  readonly more: Pick<Problem, "formats" | "pages">;

  constructor(problem: ProblemName, detail: string, more: Pick<Problem, "formats" | "pages"> = {}) {
    super(problem);
    this.problem = problem;
    this.detail = detail;
    this.more = more;
  }
}

/** A problem as it is answered (RFC 9457): kept by nobody, so that it outlives no embargo. */
export function problemResponse(
  { problem, detail, more }: OpenProblem,
  path: string,
  extra: Record<string, string> = {},
): OpenResponse {
  const { status, title } = PROBLEMS[problem];
  const body: Problem = {
    ...{ type: `${EXPLAINED}${problem}`, title, status, detail, instance: path, ...more },
  };
  return {
    status,
    headers: {
      ...OPEN_HEADERS,
      "Content-Type": "application/problem+json; charset=utf-8",
      "Cache-Control": CACHE.none,
      ...extra,
    },
    body: canonicalJson(body),
  };
}
