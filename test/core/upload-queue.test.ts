import { describe, expect, it } from "vitest";
import { keptName } from "../../hosting/src/data/kept-name.ts";
import { type Upload, UploadQueue } from "../../hosting/src/evidence/upload-queue.ts";

const upload = (id: string, error: string | null = null): Upload => ({
  ...{ id, file: new File(["x"], `${id}.pdf`), target: { leaf: "f1c1" }, progress: 0, error },
});
const ids = (queue: UploadQueue) => queue.current().map(({ id }) => id);
const later = () => new Promise((resolve) => setTimeout(resolve));

describe("the uploads of a unit", () => {
  it("keep how a long name begins, and its ending", () => {
    const long = `Kế hoạch cải cách hành chính ${"năm 2024 ".repeat(30)}.pdf`;
    expect(keptName(long)).toMatch(/^Kế hoạch cải cách hành chính năm 2024 .*…\.pdf$/);
    expect(keptName(long)).toHaveLength(200);
    expect(keptName("Kê\u0301 hoạch.pdf"), "as it is else, its marks put together").toBe("Kế hoạch.pdf");
    expect(keptName("a".repeat(201))).toBe(`${"a".repeat(199)}…`);
  });

  it("go up two at a time, and leave the list when they are kept", async () => {
    const ends = new Map<string, () => void>();
    const queue = new UploadQueue(({ id }) => new Promise<void>((resolve) => ends.set(id, resolve)));
    queue.add(["a", "b", "c"].map((id) => upload(id)));
    expect([...ends.keys()]).toEqual(["a", "b"]);
    ends.get("a")?.();
    await later();
    expect([...ends.keys()]).toEqual(["a", "b", "c"]);
    expect(ids(queue)).toEqual(["b", "c"]);
    ends.get("b")?.();
    ends.get("c")?.();
    expect(await queue.whenIdle()).toBe(0);
    expect(ids(queue)).toEqual([]);
  });

  it("that stop stay with their reason until they are tried again or given up", async () => {
    let works = false;
    const queue = new UploadQueue(async () => {
      if (!works) throw new Error("mất mạng");
    });
    queue.add([upload("a"), upload("b"), upload("empty", "Tệp rỗng")]);
    expect(await queue.whenIdle()).toBe(3);
    expect(queue.current().map(({ error }) => error)).toEqual(["mất mạng", "mất mạng", "Tệp rỗng"]);
    works = true;
    queue.retry("a");
    expect(await queue.whenIdle()).toBe(2);
    queue.cancel("b");
    queue.cancel("empty");
    expect([ids(queue), queue.counts()]).toEqual([[], { waiting: 0, stuck: 0 }]);
  });

  it("that are given up are told so, and make room", async () => {
    const stopped: string[] = [];
    const queue = new UploadQueue(
      ({ id }, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener("abort", () => {
            stopped.push(id);
            reject(new Error("đã hủy"));
          }),
        ),
    );
    queue.add(["a", "b", "c"].map((id) => upload(id)));
    queue.cancel("a");
    queue.cancel("c");
    await later();
    expect([stopped, ids(queue)]).toEqual([["a"], ["b"]]);
  });
});
