/**
 * `node recount.mjs <folder>`: counts the exported answers of a period's surveys and makes the scores anew, from the files
 * alone: `<survey>.csv` and `<survey>.dictionary.csv`, as the console exports them. Shares no code with the system and needs
 * nothing but Node: written from the dictionary's own notes, so that whoever doubts a score can do the same. Writes
 * recount.json beside them.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** The rows of a CSV file (RFC 4180), each by its headings. */
function readCsv(file) {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const rows = [[]];
  let [cell, quoted] = ["", false];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") {
      rows.at(-1).push(cell);
      cell = "";
    } else if (letter === "\n") {
      rows.at(-1).push(cell);
      cell = "";
      rows.push([]);
    } else if (letter !== "\r") cell += letter;
  }
  const [headings, ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ""])));
}

/** A survey: its answers, and what its dictionary says of questions, leaves, groups and units. */
function readSurvey(folder, id) {
  const dictionary = readCsv(join(folder, `${id}.dictionary.csv`));
  const of = (kind) => dictionary.filter((entry) => entry.loai === kind);
  const weights = new Map();
  for (const { ma, vi_tri, gia_tri } of of("lua_chon"))
    weights.set(`${ma} ${vi_tri}`, gia_tri === "" ? null : BigInt(gia_tri));
  return {
    ...{ id, answers: readCsv(join(folder, `${id}.csv`)), weights },
    scoring: of("cham_diem"),
    leaves: of("tieu_chi"),
    groupsOfLeaves: of("nhom_tieu_chi"),
    groups: new Map(of("nhom").map(({ ma, gia_tri }) => [ma, BigInt(gia_tri)])),
    units: new Map(of("don_vi").map(({ ma, ...entry }) => [ma, entry])),
  };
}

/** What each respondent of a unit gave a leaf: how many valuations, and the sum of their weights (1/100 %). */
function valuations(survey, unit, set, leaf) {
  const questions = survey.scoring
    .filter((entry) => entry.bo_tieu_chi === set && entry.tieu_chi === leaf)
    .map(({ ma }) => ma);
  return survey.answers.flatMap((answer) => {
    if (answer.don_vi !== unit) return [];
    const given = questions
      .map((question) => survey.weights.get(`${question} ${answer[question]}`))
      .filter((weight) => weight !== null && weight !== undefined);
    return given.length === 0
      ? []
      : [{ count: given.length, sum: given.reduce((all, one) => all + one, 0n) }];
  });
}

/** The variance of a group's mean (a share of 1): a ratio estimate, with finite-population correction. */
function variance(given, population) {
  const n = given.length;
  if (n < 2) return null;
  const count = given.reduce((all, one) => all + one.count, 0);
  const mean = given.reduce((all, one) => all + Number(one.sum) / 10_000, 0) / count;
  const squares = given.reduce((all, one) => all + (Number(one.sum) / 10_000 - mean * one.count) ** 2, 0);
  const left = population ? Math.max(0, 1 - n / population) : 1;
  return ((left * n) / (n - 1)) * (squares / count ** 2);
}

/** A leaf's score: Σ group weight ÷ Σ group weights × mean × maximum, rounded half up once, to the step. */
function score(leaf, asked) {
  const n = asked.reduce((all, { given }) => all + given.length, 0);
  const missing = asked.filter(({ given }) => given.length === 0).map(({ name }) => name);
  if (missing.length > 0 || asked.length === 0) return { points: null, n, interval: null, missing };
  const all = asked.reduce((sum, { weight }) => sum + weight, 0n);
  let [top, bottom] = [0n, 1n];
  let spread = 0;
  for (const { given, weight, population } of asked) {
    const count = BigInt(given.reduce((sum, one) => sum + one.count, 0));
    const sum = given.reduce((total, one) => total + one.sum, 0n);
    [top, bottom] = [top * count + weight * sum * bottom, bottom * count];
    const own = variance(given, population);
    spread = own === null || spread === null ? null : spread + (Number(weight) / Number(all)) ** 2 * own;
  }
  const [max, step] = [BigInt(leaf.gia_tri), BigInt(leaf.buoc)];
  const [whole, part] = [top * max, bottom * all * 10_000n * step];
  const points = Number(whole / part + (2n * (whole % part) >= part ? 1n : 0n)) * Number(step);
  const half = spread === null ? null : 1.959964 * Math.sqrt(spread) * Number(max);
  const interval =
    half === null
      ? null
      : [Math.max(0, Math.round(points - half)), Math.min(Number(max), Math.round(points + half))];
  return { points, n, interval, missing };
}

const [folder = "."] = process.argv.slice(2);
const ids = readdirSync(folder)
  .filter((file) => file.endsWith(".dictionary.csv"))
  .map((file) => file.slice(0, -".dictionary.csv".length));
const surveys = new Map(ids.map((id) => [id, readSurvey(folder, id)]));
const counted = {};
const scores = {};
for (const survey of surveys.values()) {
  const units = {};
  for (const { don_vi } of survey.answers) units[don_vi] = (units[don_vi] ?? 0) + 1;
  counted[survey.id] = { answers: survey.answers.length, units };
  for (const [unit, { bo_tieu_chi: set }] of survey.units)
    for (const leaf of survey.leaves.filter((entry) => entry.bo_tieu_chi === set)) {
      const asked = survey.groupsOfLeaves
        .filter((entry) => entry.bo_tieu_chi === set && entry.tieu_chi === leaf.tieu_chi)
        .map(({ ma, ten }) => ({
          name: ten,
          weight: survey.groups.get(ma) ?? 1n,
          population: Number(surveys.get(ma)?.units.get(unit)?.tong_the || 0),
          given: surveys.has(ma) ? valuations(surveys.get(ma), unit, set, leaf.tieu_chi) : [],
        }));
      scores[`${unit}/${leaf.tieu_chi}`] = score(leaf, asked);
    }
}
writeFileSync(join(folder, "recount.json"), JSON.stringify({ surveys: counted, scores }));
