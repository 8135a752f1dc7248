import "./verify.css";
import {
  type ListedFile,
  type Report,
  type ResultFiles,
  type VerifyOptions,
  verifyPublication,
  verifyUnit,
} from "@parindex/core/verify";
import { z } from "zod";
import { chosenFiles, droppedFiles } from "./dropped.ts";
import { filesOfReader, filesOfSite, type OwnFile, Unreadable } from "./files.ts";
import { reportOf } from "./report.ts";

/** The page on which anyone verifies a result: what the site serves, or files of their own. */

function part<K extends keyof HTMLElementTagNameMap>(tag: K, id: string): HTMLElementTagNameMap[K] {
  const found = document.querySelector(`${tag}#${id}`);
  if (!found) throw new Error(`the page has no ${tag}#${id}`);
  return found as HTMLElementTagNameMap[K];
}

const place = part("div", "may");
const result = part("section", "ket-qua");
const status = part("p", "tien-do");
const bar = part("progress", "thanh");
const reports = part("div", "bao-cao");

/** How many files are asked for at once. */
const AHEAD = 3;

/** Lets the browser draw what has changed. */
const drawn = () => new Promise((resolve) => setTimeout(resolve));

let lastDraw = 0;
async function progress(done: number, total: number): Promise<void> {
  bar.max = total;
  bar.value = done;
  if (performance.now() - lastDraw < 50) return;
  status.textContent = `Đang kiểm tra bảng điểm ${done}/${total} …`;
  await drawn();
  lastDraw = performance.now();
}

const options = (): VerifyOptions => ({
  paperRoot: part("textarea", "giay").value,
  key: part("input", "khoa").value.trim() || undefined,
  ahead: AHEAD,
  progress,
});

let run = 0;

/** Carries out a verification and shows what it came to; one that was begun before is no longer shown. */
async function show(verify: () => Promise<Report[]>): Promise<void> {
  run += 1;
  const mine = run;
  result.hidden = false;
  reports.replaceChildren();
  bar.hidden = false;
  bar.removeAttribute("value");
  status.textContent = "Đang tải …";
  const [found, text] = await verify()
    .then((all): [Report[], string] => [all, "Đã kiểm tra xong."])
    .catch((error: unknown): [Report[], string] => {
      if (error instanceof Unreadable) return [[], error.message];
      console.error(error);
      return [[], "Không kiểm tra được: trình duyệt này có thể đã quá cũ. Hãy làm theo các bước bằng tay."];
    });
  if (mine !== run) return;
  bar.hidden = true;
  status.textContent = text;
  reports.replaceChildren(...found.map(reportOf));
  part("h2", "ket-qua-muc").focus();
}

/** What there is to verify among files: results whose manifest or sheets are there, else single sheets with their proofs. */
async function verifyOwn(own: readonly OwnFile[]): Promise<Report[]> {
  const files = filesOfReader(own);
  const publications = [...new Set(files.listed.map(({ publication }) => publication))];
  const whole = publications.filter((id) => has(files, id, "manifest") && has(files, id, "sheet"));
  const single = files.listed.filter(
    ({ publication, kind }) => kind === "proof" && !whole.includes(publication),
  );
  const found: Report[] = [];
  for (const id of whole) found.push(await verifyPublication(id, files, options()));
  for (const { publication, unit } of single)
    if (unit !== null) found.push(await verifyUnit(publication, unit, files, options()));
  const [lacking] = publications;
  if (found.length === 0 && lacking !== undefined)
    found.push(await verifyPublication(lacking, files, options()));
  if (found.length === 0)
    throw new Unreadable(
      "Không có tệp nào của một kết quả. Tên tệp phải như khi tải về, chẳng hạn lai-chau_2024_v1.json.",
    );
  return found;
}

const has = (files: { listed: readonly ListedFile[] }, id: string, kind: ListedFile["kind"]): boolean =>
  files.listed.some((file) => file.publication === id && file.kind === kind);

const Ranking = z.object({
  ranking: z.array(z.object({ units: z.array(z.object({ unit: z.string(), name: z.string() })) })),
});

/** Offers the units of a version to be verified alone. */
async function offerUnits(files: ResultFiles, publication: string, wanted: string | null): Promise<void> {
  const select = part("select", "don-vi");
  const [all] = select.options;
  const file = await files.read({ publication, kind: "manifest", unit: null }).catch(() => null);
  const text = file ? new TextDecoder().decode(file.bytes) : "{}";
  const found = await Promise.resolve(text)
    .then((json) => Ranking.safeParse(JSON.parse(json)))
    .catch(() => null);
  if (part("select", "ban").value !== publication) return;
  const units = found?.data?.ranking.flatMap(({ units }) => units) ?? [];
  select.replaceChildren(
    ...(all ? [all] : []),
    ...units.map(({ unit, name }) => new Option(name, unit, false, unit === wanted)),
  );
}

function onSite(): void {
  const form = document.querySelector("form#tren-trang");
  if (!form) return;
  const files = filesOfSite(place.dataset.versions ?? "");
  const asked = new URLSearchParams(location.search);
  const version = part("select", "ban");
  const wanted = asked.get("ban");
  if (wanted !== null && /^[a-z0-9_-]+$/.test(wanted)) {
    if (![...version.options].some(({ value }) => value === wanted)) version.add(new Option(wanted, wanted));
    version.value = wanted;
  }
  version.addEventListener("change", () => void offerUnits(files, version.value, null));
  void offerUnits(files, version.value, asked.get("don-vi"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const unit = part("select", "don-vi").value;
    const id = version.value;
    void show(async () => [
      unit === ""
        ? await verifyPublication(id, files, options())
        : await verifyUnit(id, unit, files, options()),
    ]);
  });
}

function onOwnFiles(): void {
  const zone = part("div", "tren-may");
  for (const id of ["thu-muc", "tep"]) {
    const input = part("input", id);
    input.addEventListener("change", () => void show(() => verifyOwn(chosenFiles(input))));
  }
  for (const [kind, over] of [
    ["dragover", true],
    ["dragleave", false],
    ["drop", false],
  ] as const)
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", over);
      const { dataTransfer } = event;
      if (kind === "drop" && dataTransfer) {
        const files = droppedFiles(dataTransfer);
        void show(async () => verifyOwn(await files));
      }
    });
}

for (const element of document.querySelectorAll("[data-origin]")) element.textContent = location.origin;
onSite();
onOwnFiles();
part("p", "khong-may").hidden = true;
place.hidden = false;
