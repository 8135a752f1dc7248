import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, TextInput } from "@mantine/core";
import { SESSION } from "@parindex/core";
import { signInWithEmailAndPassword } from "firebase/auth";
import { type FormEvent, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { type Ended, noteSignIn } from "../data/session-end.ts";
import { t } from "../text/text.ts";
import { ForgottenPassword } from "./ForgottenPassword.tsx";
import { PageHead } from "./PageHead.tsx";

function refusalOf(error: unknown): "unreachable" | "signInFailed" {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "auth/network-request-failed" ? "unreachable" : "signInFailed";
}

/** `ended`: why the session before is over, where it ended by itself; `kept`: whether its page waits behind this one. */
export default function SignIn({ ended, kept }: { ended: Ended | null; kept: boolean }) {
  const { auth } = useBackend();
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf> | null>(null);
  const [busy, setBusy] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setRefusal(null);
    try {
      noteSignIn();
      await signInWithEmailAndPassword(auth, String(form.get("email")).trim(), String(form.get("password")));
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
    }
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Paper component="form" onSubmit={submit} withBorder p="xl" w="100%" maw={400}>
        <Stack>
          <PageHead title={t("signIn")} lead={t("signInLead")} />
          {ended && (
            <Alert color="yellow" variant="light" role="status">
              {t(ended === "idle" ? "endedIdle" : "endedOld", {
                minutes: SESSION.idleMinutes,
                hours: SESSION.hours,
              })}
              {kept && ` ${t("endedKept")}`}
            </Alert>
          )}
          <TextInput name="email" type="email" label={t("email")} autoComplete="username" required />
          <PasswordInput name="password" label={t("password")} autoComplete="current-password" required />
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {t(refusal)}
            </Alert>
          )}
          <Button type="submit" loading={busy}>
            {t("signIn")}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setForgotten(true)}>
            {t("forgottenPassword")}
          </Anchor>
        </Stack>
      </Paper>
      <ForgottenPassword opened={forgotten} onClose={() => setForgotten(false)} />
    </Center>
  );
}
