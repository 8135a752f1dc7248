import { useEffect, useRef, useState } from "react";

/** How long one may pause in a field before it is saved. */
const PAUSE_MS = 700;

/** Does something as the page is left or reloaded: what waits in a queue by then is sent after it. */
export function useOnPageLeft(act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const leave = () => latest.current();
    addEventListener("pagehide", leave);
    return () => removeEventListener("pagehide", leave);
  }, []);
}

interface Paused<Value> {
  /** What is typed, or else what is stored. */
  shown: Value;
  /** Takes a key: saved when one pauses, or leaves the field, its panel or the page. */
  type: (next: Value) => void;
  /** Saves what is typed now. */
  save: () => void;
  /** Saves a value that is chosen whole. */
  put: (next: Value) => void;
}

/**
 * A field that is saved when one pauses or leaves it, so that half a number is no version of its own. It follows the server
 * while one is elsewhere.
 */
export function usePaused<Value>(
  stored: Value,
  onBegin: () => void,
  onSave: (value: Value) => void,
): Paused<Value> {
  const [typed, setTyped] = useState<{ value: Value } | null>(null);
  const latest = useRef<() => void>(() => {});
  const put = (next: Value) => {
    setTyped(null);
    onSave(next);
  };
  latest.current = () => typed && put(typed.value);
  useEffect(() => {
    if (!typed) return;
    const timer = setTimeout(() => latest.current(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // Whoever leaves the panel or the page within the pause loses nothing.
  useEffect(() => () => latest.current(), []);
  useOnPageLeft(() => latest.current());
  const type = (next: Value) => {
    if (!typed) onBegin();
    setTyped({ value: next });
  };
  return { shown: typed ? typed.value : stored, type, save: () => latest.current(), put };
}
