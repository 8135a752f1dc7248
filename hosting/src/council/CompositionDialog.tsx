import { Button, CloseButton, Group, NativeSelect, TextInput } from "@mantine/core";
import { type Council, Member, paths, Seat } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { dataOf, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";
import { SEAT_KEYS } from "./seats.ts";

type Sitting = Council["members"][number];

interface SeatRowProps {
  sitting: Sitting;
  at: number;
  people: { value: string; label: string }[];
  onChange: (sitting: Sitting) => void;
  onRemove: () => void;
}

function SeatRow({ sitting, at, people, onChange, onRemove }: SeatRowProps) {
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={t("seatNth", { n: at + 1 })}
        data={Seat.options.map((seat) => ({ value: seat, label: t(SEAT_KEYS[seat]) }))}
        value={sitting.seat}
        onChange={({ currentTarget: { value } }) => onChange({ ...sitting, seat: Seat.parse(value) })}
        miw="9rem"
      />
      <NativeSelect
        label={t("seatHolder")}
        data={[{ value: "", label: t("chooseOne") }, ...people]}
        value={sitting.uid}
        onChange={({ currentTarget: { value } }) => onChange({ ...sitting, uid: value })}
        required
        flex={1}
        miw="12rem"
      />
      <CloseButton aria-label={t("removeSeat", { n: at + 1 })} onClick={onRemove} />
    </Group>
  );
}

function usePeople() {
  const { scheme } = useSession();
  const members = dataOf(useCollection(paths.members(scheme), Member)) ?? [];
  return members
    .filter(({ data }) => !data.disabled)
    .map(({ id, data: { name, title } }) => ({
      value: id,
      label: [name, title].filter(Boolean).join(" – "),
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "vi"));
}

const START: Sitting[] = [{ uid: "", seat: "chair" }];

/** Puts the council together: its establishing decision, and who sits where. Mount it anew for each opening. */
export function CompositionDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { functions } = useBackend();
  const { scheme, periodId, period } = useSession();
  const { decision, members } = period.council;
  const [sitting, setSitting] = useState<readonly Sitting[]>(members.length > 0 ? members : START);
  const people = usePeople();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("composition")}
      action={t("save")}
      explain={t("compositionExplain")}
      perform={(form) => {
        const number = String(form.get("number")).trim();
        const date = String(form.get("date"));
        if ((number === "") !== (date === "")) throw new CallRefused(t("decisionHalf"));
        return call(functions, "setCouncil", {
          ...{ scheme, period: periodId },
          council: { decision: number === "" ? null : { number, date }, members: [...sitting] },
        });
      }}
    >
      <Group gap="sm" align="flex-end">
        <TextInput
          name="number"
          label={t("establishingNumber")}
          defaultValue={decision?.number ?? ""}
          maxLength={60}
          flex={1}
          miw="12rem"
        />
        <TextInput name="date" type="date" label={t("decisionDate")} defaultValue={decision?.date ?? ""} />
      </Group>
      {sitting.map((one, at) => (
        <SeatRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place alone
          key={at}
          {...{ sitting: one, at, people }}
          onChange={(changed) => setSitting(sitting.with(at, changed))}
          onRemove={() => setSitting(sitting.toSpliced(at, 1))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => setSitting([...sitting, { uid: "", seat: "member" }])}
        >
          {t("addSeat")}
        </Button>
      </Group>
    </ActDialog>
  );
}
