import { TextInput } from "@mantine/core";
import { DATE_ORDER, forDates, fromLocalInput, type PeriodDates } from "@parindex/core";
import { toLocalInput } from "../data/vietnam-time.ts";
import { t } from "../text/standing-body.ts";

/** The dates that a form states. */
export const datesIn = (form: FormData) => forDates((date) => fromLocalInput(String(form.get(date))));

/** The dates of a year that is begun, each to be changed. */
export const DateFields = ({ dates }: { dates: PeriodDates }) =>
  DATE_ORDER.map((date) => (
    <TextInput
      key={date}
      name={date}
      type="datetime-local"
      label={t(date)}
      defaultValue={toLocalInput(dates[date])}
      required
    />
  ));
