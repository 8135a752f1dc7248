import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack } from "@mantine/core";
import { signInWithEmailAndPassword } from "firebase/auth";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { noteSignIn } from "../data/session-end.ts";
import { followLink, go, useAddress } from "../shell/route.ts";
import { type TextKey, t } from "../text/text.ts";
import { PageHead } from "./PageHead.tsx";

/** Where a one-time link's code stands in the query. */
const CODE = "ma";

const PASSWORD_MIN = 10;
const Done = z.object({ email: z.string() });

/** What is wrong with a new password typed twice, or null. */
function wrongWith(password: string, again: string): "passwordShort" | "passwordsDiffer" | null {
  if (password.length < PASSWORD_MIN) return "passwordShort";
  return password === again ? null : "passwordsDiffer";
}

/** Sets one's own password with a one-time link, then signs in with it. */
export default function SetPassword() {
  const { auth, functions } = useBackend();
  const code = useAddress().searchParams.get(CODE);
  const [refusal, setRefusal] = useState<TextKey | CallRefused | null>(code ? null : "linkWithoutCode");
  const [busy, setBusy] = useState(false);
  const [email, setEmail] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy || !code) return;
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    const wrong = wrongWith(password, String(form.get("again")));
    setRefusal(wrong);
    if (wrong) return;
    setBusy(true);
    try {
      const done = Done.parse(await call(functions, "setPassword", { code, password }));
      setEmail(done.email);
      noteSignIn();
      await signInWithEmailAndPassword(auth, done.email, password);
      go("/app/");
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error : "unreachable");
    }
    setBusy(false);
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper component="form" onSubmit={submit} withBorder p="xl" w="100%" maw={440}>
        <Stack>
          <PageHead title={t("setPasswordTitle")} lead={t("setPasswordLead", { n: PASSWORD_MIN })} />
          <PasswordInput
            name="password"
            label={t("newPassword")}
            autoComplete="new-password"
            required
            maxLength={200}
            disabled={!code || email !== null}
          />
          <PasswordInput
            name="again"
            label={t("passwordAgain")}
            autoComplete="new-password"
            required
            maxLength={200}
            disabled={!code || email !== null}
          />
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {refusal instanceof CallRefused ? refusal.message : t(refusal, { n: PASSWORD_MIN })}
            </Alert>
          )}
          {email ? (
            <Button component="a" href="/app/">
              {t("passwordSetSignIn", { email })}
            </Button>
          ) : (
            <Button type="submit" loading={busy} disabled={!code}>
              {t("setPasswordAct")}
            </Button>
          )}
          {!email && (
            <Anchor href="/app/" onClick={followLink} size="sm">
              {t("haveAPassword")}
            </Anchor>
          )}
        </Stack>
      </Paper>
    </Center>
  );
}
