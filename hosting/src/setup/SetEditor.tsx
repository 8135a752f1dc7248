// biome-ignore-all lint/a11y: a tree grid (WAI-ARIA) puts its roles on a table's own elements
import { Alert, Button, Group, List, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  addCriterion,
  addField,
  addSubCriterion,
  type CriteriaSet,
  criteriaSetHash,
  formatPoints,
  mayMove,
  moveBy,
  moveNode,
  type PlacedNode,
  placedNodes,
  removeNode,
  renumber,
  type SetDraft,
  someLead,
  sumsOf,
  sumUp,
  validateCriteriaSet,
  withLeaves,
} from "@parindex/core";
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { ReasonField } from "../admin/ReasonField.tsx";
import { useDraft } from "../data/drafts.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { takesText } from "../shell/keys.ts";
import { t } from "../text/standing-body.ts";
import { Compare } from "./Compare.tsx";
import { GuidancePanel } from "./GuidancePanel.tsx";
import { NodeForm } from "./NodeForm.tsx";
import styles from "./set-editor.module.css";

/** A node's id: random, so that no version of any set ever used it for something else. */
const fresh = () => `n${newId().slice(0, 11)}`;

interface TreeProps {
  draft: SetDraft;
  frozen: boolean;
  selected: string | null;
  onSelect: (id: string) => void;
  onChange: (draft: SetDraft) => void;
}

const DEPTH = { field: 0, criterion: 1, subCriterion: 2 } as const;

/** Where a node dropped on another comes to stand: below it where it may, else just before it. */
function dropped(draft: SetDraft, id: string, on: PlacedNode): SetDraft {
  if (mayMove(draft, id, on.parent) && on.level !== "field") return moveNode(draft, id, on.parent, on.at);
  if (mayMove(draft, id, on.id)) return moveNode(draft, id, on.id, 0);
  return moveNode(draft, id, on.parent, on.at);
}

/** The tree with its points: a row a node, moved by dragging or by Alt and the arrow keys. */
function Tree({ draft, frozen, selected, onSelect, onChange }: TreeProps) {
  const nodes = placedNodes(draft);
  const sums = sumsOf(draft);
  const body = useRef<HTMLTableSectionElement>(null);
  const [over, setOver] = useState<string | null>(null);
  const rowOf = (id: string) => body.current?.querySelector<HTMLElement>(`[data-node="${id}"]`);
  const onKeyDown = (node: PlacedNode) => (event: KeyboardEvent<HTMLElement>) => {
    if (takesText(event.target)) return;
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by !== null && event.altKey && !frozen) {
      onChange(moveBy(draft, node.id, by));
      setTimeout(() => rowOf(node.id)?.focus());
    } else if (by !== null) {
      const beside = nodes[nodes.findIndex(({ id }) => id === node.id) + by];
      if (beside) rowOf(beside.id)?.focus();
    } else if (event.key === "Enter") onSelect(node.id);
    else return;
    event.preventDefault();
  };
  const onDrop = (node: PlacedNode) => (event: DragEvent) => {
    event.preventDefault();
    setOver(null);
    onChange(dropped(draft, event.dataTransfer.getData("text/plain"), node));
  };
  return (
    <table className={styles.tree} role="treegrid" aria-label={draft.name}>
      <thead>
        <tr>
          <th scope="col">{t("criteria")}</th>
          <th scope="col" className={styles.number}>
            {t("nodeMax")}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {nodes.map((node, at) => {
          const sum = sums.get(node.id);
          const off = sum !== undefined && sum !== node.max;
          return (
            <tr
              key={node.id}
              role="row"
              data-node={node.id}
              aria-level={DEPTH[node.level] + 1}
              aria-selected={node.id === selected}
              tabIndex={node.id === selected || (selected === null && at === 0) ? 0 : -1}
              className={`${styles[node.level]} ${over === node.id ? styles.over : ""}`}
              draggable={!frozen}
              onDragStart={(event) => event.dataTransfer.setData("text/plain", node.id)}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(node.id);
              }}
              onDragLeave={() => setOver(null)}
              onDrop={onDrop(node)}
              onClick={() => onSelect(node.id)}
              onKeyDown={onKeyDown(node)}
            >
              <th scope="row" role="rowheader">
                <span className="soft">{node.code}</span> {node.name}
                {node.leaf?.source === "survey" && (
                  <span className={styles.soft}> · {t("sourceSurvey")}</span>
                )}
              </th>
              <td role="gridcell" className={styles.number}>
                {formatPoints(node.max)}
                {off && <span className={styles.off}>≠ {t("sumOff", { sum: formatPoints(sum) })}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What can be done with the chosen node and with the whole. */
function Tools({ draft, selected, onSelect, onChange }: Omit<TreeProps, "frozen">) {
  const { period } = useSession();
  const lead = someLead(draft) ?? period.standingBody;
  const node = placedNodes(draft).find(({ id }) => id === selected);
  const field = node && (node.level === "field" ? node.id : fieldOf(draft, node.id));
  const criterion =
    node && (node.level === "criterion" ? node.id : node.level === "subCriterion" && node.parent);
  const tool = (text: Parameters<typeof t>[0], act: (() => SetDraft) | null) => (
    <Button
      key={text}
      size="compact-xs"
      variant="default"
      disabled={!act}
      onClick={() => act && onChange(act())}
    >
      {t(text)}
    </Button>
  );
  return (
    <Group gap={4} my="xs">
      {tool("addField", () => addField(draft, lead, fresh))}
      {tool("addCriterion", field ? () => addCriterion(draft, field, lead, fresh) : null)}
      {tool("addSubCriterion", criterion ? () => addSubCriterion(draft, criterion, lead, fresh) : null)}
      {tool("moveUp", node ? () => moveBy(draft, node.id, -1) : null)}
      {tool("moveDown", node ? () => moveBy(draft, node.id, 1) : null)}
      {tool(
        "removeNode",
        node
          ? () => {
              onSelect("");
              return removeNode(draft, node.id);
            }
          : null,
      )}
      {tool("renumber", () => renumber(draft))}
      {tool("sumUp", () => sumUp(draft))}
    </Group>
  );
}

const fieldOf = (draft: SetDraft, id: string): string | undefined =>
  withLeaves(draft).leaves[id]?.field ??
  placedNodes(draft).find((node) => node.id === id)?.parent ??
  undefined;

function SaveDialog({
  draft,
  seen,
  opened,
  onClose,
}: {
  draft: SetDraft;
  seen: string;
  opened: boolean;
  onClose: () => void;
}) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("saveSet")}
      explain={t("saveSetExplain")}
      perform={(form) =>
        act("saveCriteriaSet", { ...place, set: draft, seen, reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

interface SetEditorProps {
  set: CriteriaSet;
  sets: ReadonlyMap<string, CriteriaSet>;
  units: readonly NamedUnit[];
  /** In use by an open period: to be read only. */
  frozen: boolean;
}

const draftOf = ({ leaves: _, ...draft }: CriteriaSet): SetDraft => draft;

/** Edits a criteria set: its tree, every node of it, with sums and faults as one goes; compares it; words its guidance. */
export default function SetEditor({ set, sets, units, frozen }: SetEditorProps) {
  const seen = useMemo(() => criteriaSetHash(set), [set]);
  const [edited, setEdited] = useDraft<{ over: string; draft: SetDraft }>(`sets/${set.id}`);
  const [selected, setSelected] = useState<string | null>(null);
  const [saving, { open, close }] = useDisclosure(false);
  const draft = edited?.draft ?? draftOf(set);
  const whole = useMemo(() => withLeaves(draft), [draft]);
  const findings = useMemo(() => validateCriteriaSet(whole), [whole]);
  const dirty = edited !== null && criteriaSetHash(whole) !== seen;
  const change = (next: SetDraft) => setEdited({ over: edited?.over ?? seen, draft: next });
  // What was saved is no longer a change of one's own.
  useEffect(() => {
    if (edited && !dirty) setEdited(null);
  }, [edited, dirty, setEdited]);
  const node = placedNodes(draft).find(({ id }) => id === selected);
  return (
    <>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {set.name}
          </Title>
          <Text size="sm" className="soft">
            {frozen ? t("setFrozen") : dirty ? t("unsavedSet") : set.id}
          </Text>
        </div>
        {!frozen && (
          <Button onClick={open} disabled={!dirty}>
            {t("saveSet")}
          </Button>
        )}
      </Group>
      {findings.length > 0 && (
        <Alert
          color="orange"
          variant="light"
          title={t("findingsTitle", { n: findings.length })}
          role="status"
          mt="xs"
        >
          <List size="sm" style={{ maxHeight: "10rem", overflowY: "auto" }} tabIndex={0}>
            {findings.map(({ node: at, message }) => (
              <List.Item key={`${at}${message}`}>
                {at}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {!frozen && <Tools {...{ draft, selected }} onSelect={setSelected} onChange={change} />}
      <div className={styles.columns}>
        <Tree {...{ draft, frozen, selected }} onSelect={setSelected} onChange={change} />
        <div>
          {node && <NodeForm key={node.id} {...{ draft, node, units, frozen }} onChange={change} />}
          {node?.leaf && <GuidancePanel key={`guidance ${node.id}`} set={set} leaf={node.leaf} />}
          <Compare draft={draft} set={set} sets={sets} />
        </div>
      </div>
      <SaveDialog draft={draft} seen={edited?.over ?? seen} opened={saving} onClose={close} />
    </>
  );
}
