import { Badge, Button, Group, Menu, NativeSelect, Text, TextInput } from "@mantine/core";
import { formatInstant, Member, matchesSearch, memberRows, paths, type Roles } from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import { type Entry, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { Shown } from "../shell/Notice.tsx";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { downloadCsv } from "./download-csv.ts";
import { ImportMembers } from "./ImportMembers.tsx";
import { canHandOver, DisableDialog, HandOverDialog, LinkDialog, MemberDialog } from "./MemberDialogs.tsx";
import { type OneTimeLink, OneTimeLinks } from "./OneTimeLinks.tsx";
import { ROLE_KEYS, ROLES, rolesText } from "./role-text.ts";

type Act = "edit" | "link" | "disable" | "handOver";

/** What narrows the list; an empty text narrows nothing. */
interface Filter {
  text: string;
  unit: string;
  role: string;
  account: string;
}
const ALL: Filter = { text: "", unit: "", role: "", account: "" };

const hasRole = (roles: Roles, wanted: string) => ROLES.some((role) => role === wanted && roles[role]);

const passes = ({ name, title, email, unit, roles, disabled }: Member, filter: Filter): boolean =>
  matchesSearch(`${name} ${title} ${email}`, filter.text) &&
  (filter.unit === "" || unit === filter.unit) &&
  (filter.role === "" || hasRole(roles, filter.role)) &&
  (filter.account === "" || disabled === (filter.account === "disabled"));

interface FiltersProps {
  filter: Filter;
  units: readonly NamedUnit[];
  onFilter: (filter: Filter) => void;
}

function Filters({ filter, units, onFilter }: FiltersProps) {
  const change = (name: keyof Filter) => (event: { currentTarget: { value: string } }) =>
    onFilter({ ...filter, [name]: event.currentTarget.value });
  const everything = { value: "", label: t("all") };
  return (
    <Group gap="sm" my="sm" align="flex-end">
      <TextInput
        type="search"
        label={t("searchMembers")}
        value={filter.text}
        onChange={change("text")}
        flex={2}
        miw="14rem"
      />
      <NativeSelect
        label={t("unitName")}
        value={filter.unit}
        onChange={change("unit")}
        data={[everything, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
        flex={1}
        miw="11rem"
      />
      <NativeSelect
        label={t("roles")}
        value={filter.role}
        onChange={change("role")}
        data={[everything, ...ROLES.map((role) => ({ value: role, label: t(ROLE_KEYS[role]) }))]}
        flex={1}
        miw="9rem"
      />
      <NativeSelect
        label={t("account")}
        value={filter.account}
        onChange={change("account")}
        data={[
          everything,
          { value: "active", label: t("accountActive") },
          { value: "disabled", label: t("accountDisabled") },
        ]}
        flex={1}
        miw="9rem"
      />
    </Group>
  );
}

const SignIns = z.object({
  people: z.array(z.object({ uid: z.string(), lastSignIn: z.string().nullable() })),
});
/** When each account last signed in, null for never. */
type LastSignIns = ReadonlyMap<string, string | null>;

function signInText(uid: string, last: LastSignIns): string {
  const at = last.get(uid);
  if (at === undefined) return t("noAccount");
  return at === null ? t("neverSignedIn") : formatInstant(new Date(at));
}

interface RowProps {
  member: Entry<Member>;
  unit: string;
  last: LastSignIns | null;
  onAct: (act: Act) => void;
}

function MemberRow({ member: { id, data }, unit, last, onAct }: RowProps) {
  return (
    <tr>
      <th scope="row">
        {data.name}{" "}
        {data.disabled && (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t("accountDisabled")}
          </Badge>
        )}
        {data.title && <span className={styles.soft}>{data.title}</span>}
        <span className={`${styles.soft} ${styles.hash}`}>{data.email}</span>
      </th>
      <td>{unit}</td>
      <td>{rolesText(data.roles)}</td>
      {last && <td>{signInText(id, last)}</td>}
      <td className={styles.actions}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t("editMember")}: ${data.name}`}
          onClick={() => onAct("edit")}
        >
          {t("editMember")}
        </Button>
        <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button size="compact-sm" variant="default" aria-label={`${t("moreActs")}: ${data.name}`}>
              {t("moreActs")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {!data.disabled && <Menu.Item onClick={() => onAct("link")}>{t("issueLink")}</Menu.Item>}
            {canHandOver(data) && <Menu.Item onClick={() => onAct("handOver")}>{t("handOver")}</Menu.Item>}
            <Menu.Item onClick={() => onAct("disable")}>
              {t(data.disabled ? "enableMember" : "disableMember")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  );
}

/** The button that asks who signed in when. */
function useSignIns() {
  const { act, place } = useAct();
  const [last, setLast] = useState<LastSignIns | null>(null);
  const [asking, setAsking] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ask = async () => {
    setAsking(true);
    setRefusal(null);
    try {
      const { people } = SignIns.parse(await act("signIns", place));
      setLast(new Map(people.map(({ uid, lastSignIn }) => [uid, lastSignIn])));
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setAsking(false);
  };
  return { last, asking, refusal, ask };
}

/** As many rows as are shown at once. */
const PAGE = 100;

interface TableProps {
  members: readonly Entry<Member>[];
  units: readonly NamedUnit[];
  last: LastSignIns | null;
  onAct: (act: Act, member: string) => void;
}

function MemberTable({ members, units, last, onAct }: TableProps) {
  const [most, setMost] = useState(PAGE);
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  if (members.length === 0) return <Text size="sm">{t("noMembersFound")}</Text>;
  return (
    <>
      <table className={styles.table} aria-label={t("tabMembers")}>
        <thead>
          <tr>
            <th scope="col">{t("personName")}</th>
            <th scope="col">{t("unitName")}</th>
            <th scope="col">{t("roles")}</th>
            {last && <th scope="col">{t("lastSignIn")}</th>}
            <td />
          </tr>
        </thead>
        <tbody>
          {members.slice(0, most).map((member) => (
            <MemberRow
              key={member.id}
              {...{ member, last }}
              unit={nameOf.get(member.data.unit ?? "") ?? member.data.unit ?? ""}
              onAct={(act) => onAct(act, member.id)}
            />
          ))}
        </tbody>
      </table>
      {members.length > most && (
        <Button variant="default" mt="sm" onClick={() => setMost(most + PAGE)}>
          {t("showMore", { n: members.length - most })}
        </Button>
      )}
    </>
  );
}

function Members({ members, units }: { members: readonly Entry<Member>[]; units: readonly NamedUnit[] }) {
  const [filter, setFilter] = useState(ALL);
  const dialog = useDialog<{ act: Act | "add" | "import"; uid: string | null }>();
  const links = useDialog<readonly OneTimeLink[]>();
  const { last, asking, refusal, ask } = useSignIns();
  const found = members.filter(({ data }) => passes(data, filter));
  const subject = members.find(({ id }) => id === dialog.subject?.uid);
  const openedFor = (act: Act | "add" | "import") => dialog.opened && dialog.subject?.act === act;
  const onLink = (link: OneTimeLink) => links.open([link]);
  const onClose = dialog.close;
  return (
    <>
      <Group gap="sm">
        <Button onClick={() => dialog.open({ act: "add", uid: null })}>{t("addMember")}</Button>
        <Button variant="default" onClick={() => dialog.open({ act: "import", uid: null })}>
          {t("importMembers")}
        </Button>
        <Button variant="default" onClick={ask} loading={asking}>
          {t("askSignIns")}
        </Button>
        <Button
          variant="default"
          onClick={() =>
            downloadCsv(
              "thanh-vien.csv",
              memberRows(
                found.map(({ data }) => data),
                units,
              ),
            )
          }
        >
          {t("downloadCsv")}
        </Button>
      </Group>
      {refusal && (
        <Text size="sm" className={styles.error ?? ""} role="alert" mt="xs">
          {refusal}
        </Text>
      )}
      <Filters {...{ filter, units }} onFilter={setFilter} />
      <Text size="sm" className="soft" role="status">
        {t("membersFound", { n: found.length, all: members.length })}
      </Text>
      <MemberTable
        key={JSON.stringify(filter)}
        {...{ units, last }}
        members={found}
        onAct={(act, uid) => dialog.open({ act, uid })}
      />
      <MemberDialog
        key={dialog.subject?.uid ?? "new"}
        {...{ units, onClose, onLink }}
        member={subject}
        opened={openedFor("edit") || openedFor("add")}
      />
      <ImportMembers {...{ units, onClose, onLinks: links.open }} opened={openedFor("import")} />
      {subject && (
        <>
          <LinkDialog {...{ member: subject, onClose, onLink }} opened={openedFor("link")} />
          <DisableDialog {...{ member: subject, onClose }} opened={openedFor("disable")} />
          <HandOverDialog {...{ member: subject, members, onClose }} opened={openedFor("handOver")} />
        </>
      )}
      <OneTimeLinks links={links.subject ?? []} opened={links.opened} onClose={links.close} />
    </>
  );
}

const byName = (a: Entry<Member>, b: Entry<Member>) => a.data.name.localeCompare(b.data.name, "vi");

/** Everyone who works in the scheme: who they are, what they may do, and the ways in and out. */
export default function MembersTab() {
  const { scheme } = useSession();
  const members = useCollection(paths.members(scheme), Member);
  const units = useUnits();
  return (
    <Shown live={members}>
      {(entries) => (
        <Shown live={units}>{(known) => <Members members={entries.toSorted(byName)} units={known} />}</Shown>
      )}
    </Shown>
  );
}
