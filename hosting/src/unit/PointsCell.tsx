import { formatPoints, type LeafEntry, parsePoints, refusalOfPoints } from "@parindex/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { SaveState } from "../data/saves.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { SaveMark } from "../sheet/SaveMark.tsx";
import { refusalText } from "../text/text.ts";
import styles from "./unit.module.css";
import { useOnPageLeft } from "./usePaused.ts";

/** What a person typed as points: the points, or why they can't stand. Empty clears. */
export function readPoints(text: string, entry: Pick<LeafEntry, "max" | "step">) {
  if (text.trim() === "") return { points: null, error: null };
  const points = parsePoints(text);
  const refusal = points === null ? ({ code: "notPoints" } as const) : refusalOfPoints(points, entry);
  return { points, error: refusal ? refusalText(refusal) : null };
}

interface PointsCellProps {
  label: string;
  points: number | null;
  entry: Pick<LeafEntry, "max" | "step">;
  save: SaveState | undefined;
  onKeepMine: () => void;
  onDiscard: () => void;
  /** The text a key on the row begins with; null while the cell is not being edited. */
  editing: string | null;
  onEdit: (start: string | null) => void;
  onSave: (points: number | null) => void;
}

/** A leaf's own points in the sheet: a number that becomes an input when one clicks it or types a digit. */
export function PointsCell(props: PointsCellProps) {
  const { label, points, entry, save, editing, onEdit, onSave, onKeepMine, onDiscard } = props;
  if (editing !== null)
    return <PointsEditor {...{ label, entry, onEdit, onSave }} start={editing} before={points} />;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={styles.points}
        aria-label={`${label}: ${points === null ? "—" : formatPoints(points)}`}
        onClick={(event) => {
          event.stopPropagation();
          onEdit(points === null ? "" : formatPoints(points));
        }}
      >
        <PointsText points={points} />
      </button>
      <SaveMark {...{ save, onKeepMine, onDiscard }} />
    </>
  );
}

type EditorProps = Pick<PointsCellProps, "label" | "entry" | "onEdit" | "onSave"> & {
  start: string;
  before: number | null;
};

function PointsEditor({ label, entry, onEdit, onSave, start, before }: EditorProps) {
  const [text, setText] = useState(start);
  const [error, setError] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const [opened] = useState({ start, before });
  useEffect(() => {
    input.current?.focus();
    if (opened.before !== null && opened.start === formatPoints(opened.before)) input.current?.select();
  }, [opened]);
  // The focus that goes elsewhere leaves the input once more: what was given up or saved by a key is not saved by that.
  const left = useRef(false);
  const leave = (row: Element | null | undefined) => {
    left.current = true;
    onEdit(null);
    if (row instanceof HTMLElement) row.focus();
  };
  const commit = (): boolean => {
    if (text === (opened.before === null ? "" : formatPoints(opened.before))) return true;
    const read = readPoints(text, entry);
    setError(read.error);
    if (read.error) return false;
    if (read.points !== before) onSave(read.points);
    return true;
  };
  useOnPageLeft(commit);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    const row = event.currentTarget.closest("[data-row]");
    if (event.key === "Escape") return leave(row);
    const step = { Enter: "next", ArrowDown: "next", ArrowUp: "previous" }[event.key];
    if (!step || !commit()) return;
    event.preventDefault();
    leave((step === "next" ? row?.nextElementSibling : row?.previousElementSibling) ?? row);
  };
  return (
    <>
      <input
        ref={input}
        className={styles.input}
        inputMode="decimal"
        aria-label={label}
        aria-invalid={error !== null}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onClick={(event) => event.stopPropagation()}
        onBlur={() => {
          if (!left.current && commit()) onEdit(null);
        }}
        onKeyDown={onKeyDown}
      />
      {error && (
        <span className={styles.error} role="alert">
          {error}
        </span>
      )}
    </>
  );
}
