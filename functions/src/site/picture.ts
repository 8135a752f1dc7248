import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Html } from "./html.ts";

const fromPackage = (file: string): Promise<Buffer> => readFile(fileURLToPath(import.meta.resolve(file)));

/** The whole typeface: what draws finds no letter in a second file of a family reliably. */
const FONTS = ["Inter-Regular", "Inter-Bold"].map((face) => `inter-ui/web/${face}.woff2`);

/** What draws, and the fonts it draws with; loaded when the first picture is asked for. */
async function load() {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  await initWasm(fromPackage("@resvg/resvg-wasm/index_bg.wasm"));
  return { Resvg, fonts: await Promise.all(FONTS.map(fromPackage)) };
}

let loaded: ReturnType<typeof load> | undefined;

/** Draws an SVG in the typeface of the pages, as PNG. */
export async function png(drawing: Html): Promise<Uint8Array> {
  loaded ??= load();
  const { Resvg, fonts } = await loaded;
  const font = { fontBuffers: fonts, defaultFontFamily: "Inter", loadSystemFonts: false };
  const renderer = new Resvg(drawing.source, { font });
  try {
    const image = renderer.render();
    const bytes = image.asPng();
    image.free();
    return bytes;
  } finally {
    renderer.free();
  }
}
