import {
  ActionIcon,
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  TextInput,
} from "@mantine/core";
import {
  COST_SECTIONS,
  COST_WIDTHS,
  CostEstimate,
  type CostLine,
  type CostSection,
  type CostTotal,
  costOf,
  costRows,
  costSections,
  formatDong,
  formatInstant,
  formatQuantity,
  formsOf,
  paths,
  plannedOf,
  quantityOf,
  THOUSAND,
  USUAL_LINES,
} from "@parindex/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import { useDraft } from "../data/drafts.ts";
import { useDocument } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/standing-body.ts";
import styles from "./cost.module.css";
import { PlannedSamples } from "./PlannedSamples.tsx";

const SECTION_TEXT = {
  survey: "costSurvey",
  fieldWork: "costFieldWork",
  council: "costCouncil",
  printing: "costPrinting",
  other: "costOther",
} as const satisfies Record<CostSection, string>;
const sectionName = (section: CostSection) => t(SECTION_TEXT[section]);

type Draft = Pick<CostEstimate, "samples" | "lines">;
type Sample = Draft["samples"][number];

const NEW_SAMPLE: Sample = { group: "", units: 0, forms: 0 };
const newLine = (section: CostSection): CostLine => ({
  ...{ section, name: "", unit: "", quantity: 0, perForm: false, price: 0, actual: null, note: "" },
});

const whole = (value: string | number) => (value === "" ? 0 : Math.round(Number(value)));

/** A number as Vietnamese readers write it. */
const NUMBERS = {
  ...{ thousandSeparator: ".", decimalSeparator: ",", hideControls: true, min: 0, size: "xs" },
} as const;

const replaced = <T,>(list: readonly T[], at: number, next: T): T[] =>
  list.map((one, position) => (position === at ? next : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, position) => position !== at);

function RemoveButton({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={`${t("costRemove")}: ${what}`} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}

function Samples({ samples, onChange }: { samples: Sample[]; onChange: (next: Sample[]) => void }) {
  return (
    <section className={styles.part} aria-labelledby="samples">
      <h2 id="samples">{t("costSamples")}</h2>
      <p className={styles.soft}>{t("costSamplesHint")}</p>
      {samples.map((sample, at) => {
        const change = (more: Partial<Sample>) => onChange(replaced(samples, at, { ...sample, ...more }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and move only when one is taken away
          <div key={at} className={styles.sample}>
            <TextInput
              size="xs"
              aria-label={`${t("costGroup")} ${at + 1}`}
              placeholder={t("costGroup")}
              value={sample.group}
              maxLength={200}
              required
              onChange={(event) => change({ group: event.currentTarget.value })}
            />
            <NumberInput
              {...NUMBERS}
              aria-label={`${t("costUnits")} ${at + 1}`}
              suffix={` ${t("costUnitsSuffix")}`}
              allowDecimal={false}
              max={10_000}
              value={sample.units}
              onChange={(value) => change({ units: whole(value) })}
            />
            <NumberInput
              {...NUMBERS}
              aria-label={`${t("costForms")} ${at + 1}`}
              suffix={` ${t("costFormsSuffix")}`}
              allowDecimal={false}
              max={100_000}
              value={sample.forms}
              onChange={(value) => change({ forms: whole(value) })}
            />
            <span className={styles.number}>{formatDong(sample.units * sample.forms)}</span>
            <RemoveButton what={sample.group} onClick={() => onChange(without(samples, at))} />
          </div>
        );
      })}
      <Group justify="space-between">
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            disabled={samples.length >= 30}
            onClick={() => onChange([...samples, NEW_SAMPLE])}
          >
            {t("costAddSample")}
          </Button>
          <PlannedSamples onTake={onChange} />
        </Group>
        <b>{t("costFormsAll", { n: formatDong(formsOf(samples)) })}</b>
      </Group>
    </section>
  );
}

interface LineProps {
  line: CostLine;
  forms: number;
  onChange: (next: CostLine) => void;
  onRemove: () => void;
}

function Line({ line, forms, onChange, onRemove }: LineProps) {
  const change = (more: Partial<CostLine>) => onChange({ ...line, ...more });
  const planned = plannedOf(line, forms);
  const named = (
    key: "costUnit" | "costQuantity" | "costPrice" | "costActual" | "costPerForm" | "costNote",
  ) => ({
    "aria-label": `${t(key)}: ${line.name}`,
  });
  return (
    <tr>
      <td data-label={t("costName")}>
        <TextInput
          size="xs"
          aria-label={t("costName")}
          value={line.name}
          maxLength={200}
          required
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          mt={4}
          {...named("costNote")}
          placeholder={t("costNote")}
          value={line.note}
          maxLength={500}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
      </td>
      <td data-label={t("costUnit")}>
        <TextInput
          size="xs"
          {...named("costUnit")}
          value={line.unit}
          maxLength={40}
          onChange={(event) => change({ unit: event.currentTarget.value })}
        />
      </td>
      <td data-label={t("costQuantity")}>
        <NumberInput
          {...NUMBERS}
          {...named("costQuantity")}
          decimalScale={3}
          max={1_000_000}
          value={line.quantity / THOUSAND}
          onChange={(value) => change({ quantity: whole(Number(value) * THOUSAND) })}
        />
        <Checkbox
          size="xs"
          mt={4}
          label={t("costPerForm")}
          {...named("costPerForm")}
          checked={line.perForm}
          onChange={(event) => change({ perForm: event.currentTarget.checked })}
        />
        {line.perForm && <span className={styles.soft}>= {formatQuantity(quantityOf(line, forms))}</span>}
      </td>
      <td data-label={t("costPrice")}>
        <NumberInput
          {...NUMBERS}
          {...named("costPrice")}
          allowDecimal={false}
          max={1_000_000_000_000}
          value={line.price === 0 ? "" : line.price}
          placeholder={t("costNoPrice")}
          onChange={(value) => change({ price: whole(value) })}
        />
      </td>
      <td className={styles.number} data-label={t("costPlanned")}>
        {formatDong(planned)}
      </td>
      <td data-label={t("costActual")}>
        <NumberInput
          {...NUMBERS}
          {...named("costActual")}
          allowDecimal={false}
          max={1_000_000_000_000}
          value={line.actual ?? ""}
          onChange={(value) => change({ actual: value === "" ? null : whole(value) })}
        />
      </td>
      <td className={styles.number} data-label={t("costLeft")}>
        {line.actual !== null && formatDong(planned - line.actual)}
      </td>
      <td>
        <RemoveButton what={line.name} onClick={onRemove} />
      </td>
    </tr>
  );
}

function Sum({ label, total }: { label: string; total: CostTotal }) {
  return (
    <tr className={styles.sum}>
      <th scope="row" colSpan={4}>
        {label}
      </th>
      <td className={styles.number} data-label={t("costPlanned")}>
        {formatDong(total.planned)}
      </td>
      <td className={styles.number} data-label={t("costActual")}>
        {formatDong(total.actual)}
      </td>
      <td className={styles.number} data-label={t("costLeft")}>
        {formatDong(total.planned - total.actual)}
      </td>
      <td />
    </tr>
  );
}

function Lines({ draft, onChange }: { draft: Draft; onChange: (next: CostLine[]) => void }) {
  const forms = formsOf(draft.samples);
  const total = costOf(draft.lines, forms);
  return (
    <table className={styles.lines} aria-label={t("tabCost")}>
      <thead>
        <tr>
          <th scope="col">{t("costName")}</th>
          <th scope="col">{t("costUnit")}</th>
          <th scope="col">{t("costQuantity")}</th>
          <th scope="col">{t("costPrice")}</th>
          <th scope="col" className={styles.number}>
            {t("costPlanned")}
          </th>
          <th scope="col">{t("costActual")}</th>
          <th scope="col" className={styles.number}>
            {t("costLeft")}
          </th>
          <td />
        </tr>
      </thead>
      {costSections(draft).map(({ section, lines, total: own }) => (
        <tbody key={section}>
          <Sum label={sectionName(section)} total={own} />
          {lines.map((line) => {
            const at = draft.lines.indexOf(line);
            return (
              <Line
                key={at}
                {...{ line, forms }}
                onChange={(next) => onChange(replaced(draft.lines, at, next))}
                onRemove={() => onChange(without(draft.lines, at))}
              />
            );
          })}
        </tbody>
      ))}
      <tfoot>
        <Sum label={t("costTotal")} total={total} />
      </tfoot>
    </table>
  );
}

function AddLine({ onAdd }: { onAdd: (section: CostSection) => void }) {
  const [section, setSection] = useState<CostSection>("survey");
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        size="xs"
        aria-label={t("costSection")}
        value={section}
        onChange={(event) =>
          setSection(COST_SECTIONS.find((one) => one === event.currentTarget.value) ?? section)
        }
        data={COST_SECTIONS.map((one) => ({ value: one, label: sectionName(one) }))}
      />
      <Button size="compact-sm" variant="default" onClick={() => onAdd(section)}>
        {t("costAddLine")}
      </Button>
    </Group>
  );
}

/** What was typed, over which version. */
interface Edited {
  rev: number;
  draft: Draft;
}

/** Saves the estimate as it stands on the screen; what was typed stays there where it is refused. */
function useSaving(rev: number, draft: Draft, onSaved: (rev: number) => void) {
  const { act, place } = useAct();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    setSaving(true);
    setRefusal(null);
    try {
      await act("saveCostEstimate", { ...place, rev: rev + 1, ...draft });
      onSaved(rev + 1);
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    } finally {
      setSaving(false);
    }
  };
  return { refusal, saving, save };
}

function Editor({ stored }: { stored: CostEstimate | null }) {
  const { period } = useSession();
  const [edited, setEdited] = useDraft<Edited>("cost");
  const draft = edited?.draft ?? { samples: stored?.samples ?? [], lines: stored?.lines ?? [] };
  const rev = edited?.rev ?? stored?.rev ?? 0;
  const { refusal, saving, save } = useSaving(rev, draft, (saved) =>
    // What was typed while it was under way is a change of the version that it made.
    setEdited((now) => (now && now !== edited ? { rev: saved, draft: now.draft } : null)),
  );
  const change = (more: Partial<Draft>) => setEdited({ rev, draft: { ...draft, ...more } });
  const { unpriced } = costOf(draft.lines, formsOf(draft.samples));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Samples samples={draft.samples} onChange={(samples) => change({ samples })} />
      <section className={styles.part} aria-labelledby="lines">
        <h2 id="lines">{t("tabCost")}</h2>
        {draft.lines.length === 0 ? (
          <Group gap="sm">
            <span className={styles.soft}>{t("costNone")}</span>
            <Button size="compact-sm" onClick={() => change({ lines: [...USUAL_LINES] })}>
              {t("costUsual")}
            </Button>
          </Group>
        ) : (
          <Lines draft={draft} onChange={(lines) => change({ lines })} />
        )}
        <AddLine onAdd={(section) => change({ lines: [...draft.lines, newLine(section)] })} />
        {unpriced > 0 && <p className={styles.soft}>{t("costUnpriced", { n: unpriced })}</p>}
      </section>
      {edited && !saving && stored && stored.rev > edited.rev && (
        <Alert color="yellow" variant="light" role="alert" title={t("costNewer", { n: stored.rev })}>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => setEdited({ rev: stored.rev, draft })}>
              {t("costKeepMine")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setEdited(null)}>
              {t("costTakeNewer")}
            </Button>
          </Group>
        </Alert>
      )}
      {refusal && (
        <Alert color="red" variant="light" role="alert">
          {refusal}
        </Alert>
      )}
      <Group gap="xs" className={styles.save}>
        <Button type="submit" size="compact-md" loading={saving} disabled={!edited}>
          {t("save")}
        </Button>
        <Button size="compact-md" variant="default" disabled={!edited} onClick={() => setEdited(null)}>
          {t("costUndo")}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          disabled={draft.lines.length === 0}
          onClick={() =>
            void downloadWorkbook(
              `du-toan-${period.year}.xlsx`,
              t("tabCost"),
              costRows(draft, sectionName),
              COST_WIDTHS,
            )
          }
        >
          {t("exportExcel")}
        </Button>
        <span className={styles.soft} role="status">
          {edited && t("costUnsaved")}
          {!edited && stored && (
            <>
              {t("costSaved", { n: stored.rev, at: formatInstant(stored.at) })} <PersonName uid={stored.by} />
            </>
          )}
        </span>
      </Group>
    </form>
  );
}

/** What the year is to cost, line by line, and what was spent. */
export default function CostTab() {
  const { scheme, periodId } = useSession();
  const live = useDocument(paths.costEstimate(scheme, periodId), CostEstimate);
  if (live.state === "ready") return <Editor key={periodId} stored={live.data} />;
  if (live.state === "missing") return <Editor key={periodId} stored={null} />;
  return live.state === "loading" ? <Loading /> : <Alert color="red">{t("failed")}</Alert>;
}
