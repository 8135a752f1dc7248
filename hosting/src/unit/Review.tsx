import { Badge, Button, Checkbox, Group, NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { formatPoints, type ReviewedLeaf, WEAKNESSES, type Weakness } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import { useAct } from "../data/useAct.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { type TextKey, t } from "../text/text.ts";
import styles from "./review.module.css";
import type { UnitFile } from "./useUnitFile.ts";

const WEAKNESS_TEXT = {
  unscored: "weakUnscored",
  noteMissing: "weakNoteMissing",
  unproven: "weakUnproven",
  aboveProposal: "weakAboveProposal",
  noNote: "weakNoNote",
} as const satisfies Record<Weakness, TextKey>;

type Filter = "weak" | "mine" | "all" | Weakness;

function passes({ leaf, weaknesses }: ReviewedLeaf, filter: Filter, file: UnitFile): boolean {
  if (filter === "all") return true;
  if (filter === "weak") return weaknesses.length > 0;
  if (filter === "mine") return file.unit?.assignments[leaf.id] === file.session.uid;
  return weaknesses.includes(filter);
}

const nameOf = (file: UnitFile, uid: string | undefined) =>
  file.desk.people?.find(({ id }) => id === uid)?.data.name ?? uid;

function Row({
  file,
  reviewed,
  chosen,
  onChoose,
  onOpen,
}: {
  file: UnitFile;
  reviewed: ReviewedLeaf;
  chosen: boolean;
  onChoose: ((chosen: boolean) => void) | null;
  onOpen: () => void;
}) {
  const { leaf, score, proposed, evidence, weaknesses } = reviewed;
  const assigned = nameOf(file, file.unit?.assignments[leaf.id]);
  const open = file.desk.comments?.filter(({ data }) => data.leaf === leaf.id && !data.resolved).length ?? 0;
  return (
    <tr data-review={leaf.id}>
      {onChoose && (
        <td>
          <Checkbox
            checked={chosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
            aria-label={t("chooseLeafNamed", { leaf: leaf.code })}
          />
        </td>
      )}
      <th scope="row">
        <button type="button" className={styles.open} onClick={onOpen}>
          <span className="soft">{leaf.code}</span> {leaf.name}
        </button>
        <Group gap={4} mt={2}>
          {weaknesses.map((weakness) => (
            <Badge key={weakness} variant="default" c="var(--down)" radius="sm" tt="none" fw={500}>
              ! {t(WEAKNESS_TEXT[weakness])}
            </Badge>
          ))}
          {assigned && (
            <Badge variant="default" radius="sm" tt="none" fw={500}>
              {t("assignedTo", { name: assigned })}
            </Badge>
          )}
          {open > 0 && (
            <Badge variant="default" radius="sm" tt="none" fw={500}>
              {t("commentsOpen", { n: open })}
            </Badge>
          )}
        </Group>
        {score?.note.trim() && <p className={styles.note}>{score.note}</p>}
      </th>
      <td className={styles.number}>
        <PointsText points={score?.points ?? null} />
        <span className="soft"> / {formatPoints(leaf.max)}</span>
      </td>
      <td className={styles.number}>
        <PointsText points={proposed} reason={t("noProposal")} />
      </td>
      <td className={styles.number}>{evidence}</td>
    </tr>
  );
}

/** Gives the chosen leaves to a colleague. */
function Assign({
  file,
  chosen,
  onDone,
}: {
  file: UnitFile;
  chosen: ReadonlySet<string>;
  onDone: () => void;
}) {
  const { act, place } = useAct();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const assign = async (to: string) => {
    setBusy(true);
    setRefusal(null);
    try {
      const leaves = [...chosen];
      await act("assignLeaves", { ...place, unit: file.unitId, leaves, to: to === "nobody" ? null : to });
      onDone();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setBusy(false);
  };
  return (
    <NativeSelect
      label={t("assignChosen", { n: chosen.size })}
      value=""
      disabled={busy || chosen.size === 0}
      error={refusal}
      maw="26rem"
      onChange={(event) => event.currentTarget.value !== "" && void assign(event.currentTarget.value)}
      data={[
        { value: "", label: t("assignChoose") },
        ...(file.desk.people ?? []).map(({ id, data }) => ({
          value: id,
          label: data.title === "" ? data.name : `${data.name} – ${data.title}`,
        })),
        { value: "nobody", label: t("assignNobody") },
      ]}
    />
  );
}

/** The file as its head reads it through: everything missing or weak first; leaves given to colleagues. */
export default function Review({ file, onOpen }: { file: UnitFile; onOpen: (leaf: string) => void }) {
  const [filter, setFilter] = useState<Filter>("weak");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { review, submits } = file;
  const count = (of: Filter) => review.filter((reviewed) => passes(reviewed, of, file)).length;
  const offered: Filter[] = [
    "weak",
    ...WEAKNESSES.filter((weakness) => count(weakness) > 0),
    ...(count("mine") > 0 ? (["mine"] as const) : []),
    "all",
  ];
  const textOf = (of: Filter): TextKey =>
    of === "weak"
      ? "weakAny"
      : of === "mine"
        ? "assignedMine"
        : of === "all"
          ? "everyLeaf"
          : WEAKNESS_TEXT[of];
  const shown = review.filter((reviewed) => passes(reviewed, filter, file));
  const choose = (leaf: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(leaf);
      else after.delete(leaf);
      return after;
    });
  return (
    <Stack gap="sm">
      <Text size="sm" className="soft">
        {t("reviewLead")}
      </Text>
      <SegmentedControl
        size="xs"
        withItemsBorders={false}
        value={filter}
        onChange={(value) => setFilter(offered.find((one) => one === value) ?? "weak")}
        aria-label={t("state")}
        data={offered.map((of) => ({ value: of, label: `${t(textOf(of))} (${count(of)})` }))}
        className={styles.filters}
      />
      {submits && shown.length > 0 && (
        <Group align="flex-end">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setChosen(new Set(shown.map(({ leaf }) => leaf.id)))}
          >
            {t("chooseAllShown")}
          </Button>
          <Assign file={file} chosen={chosen} onDone={() => setChosen(new Set())} />
        </Group>
      )}
      {shown.length === 0 ? (
        <Text>{t(filter === "weak" ? "reviewClean" : "filterEmpty")}</Text>
      ) : (
        <table className={styles.table} aria-label={t("tabReview")}>
          <thead>
            <tr>
              {submits && <td />}
              <th scope="col">{t("criteria")}</th>
              <th scope="col" className={styles.number}>
                {t("claim")}
              </th>
              <th scope="col" className={styles.number}>
                {t("proposal")}
              </th>
              <th scope="col" className={styles.number}>
                {t("evidenceNeeded")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((reviewed) => (
              <Row
                key={reviewed.leaf.id}
                {...{ file, reviewed }}
                chosen={chosen.has(reviewed.leaf.id)}
                onChoose={submits ? (on) => choose(reviewed.leaf.id, on) : null}
                onOpen={() => onOpen(reviewed.leaf.id)}
              />
            ))}
          </tbody>
        </table>
      )}
    </Stack>
  );
}
