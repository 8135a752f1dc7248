import { getAuth } from "firebase-admin/auth";
import { advanceAll } from "../../functions/src/schedule/advanceYear.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { seedLaiChau } from "../seed.ts";

/** Seeds Lai Châu and opens its year. */
await seedLaiChau(db, getAuth(), { now: new Date() });
await advanceAll(new Date());
