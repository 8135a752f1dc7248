import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { keep, kept, keptAs } from "../../hosting/src/data/storage.ts";
import { resumeLanguage, setLanguage } from "../../hosting/src/text/language.ts";

afterEach(() => vi.unstubAllGlobals());

/** A storage as browsers have it, on a map. */
function working() {
  const texts = new Map<string, string>();
  const storage = {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
    removeItem: (name: string) => void texts.delete(name),
  };
  vi.stubGlobal("localStorage", storage);
  return texts;
}

/** A browser in which nothing may be kept: already the look at its storage throws. */
function switchedOff(): void {
  const denied = {
    get: () => {
      throw new DOMException("Access is denied for this document.", "SecurityError");
    },
    configurable: true,
  };
  vi.stubGlobal("localStorage", null);
  Object.defineProperty(globalThis, "localStorage", denied);
}

describe("what a browser keeps", () => {
  it("is there again, by its schema, until it is forgotten", () => {
    const texts = working();
    keep("a", JSON.stringify({ n: 1 }));
    expect([kept("a"), keptAs("a", z.object({ n: z.int() }))]).toEqual(['{"n":1}', { n: 1 }]);
    expect(keptAs("a", z.object({ n: z.string() }))).toBeNull();
    texts.set("a", "{");
    expect(keptAs("a", z.unknown())).toBeNull();
    keep("a", null);
    expect([kept("a"), texts.size]).toEqual([null, 0]);
  });

  it("is nothing where it is switched off, and the page comes up all the same, in either language", () => {
    switchedOff();
    keep("a", "1");
    expect([kept("a"), keptAs("a", z.unknown())]).toEqual([null, null]);
    const documentElement = { lang: "" };
    vi.stubGlobal("document", { documentElement });
    vi.stubGlobal("dispatchEvent", () => true);
    resumeLanguage();
    expect(documentElement.lang).toBe("vi");
    setLanguage("en");
    expect(documentElement.lang).toBe("en");
  });
});
