import fc from "fast-check";

// That a property fails is enough to kill a mutant: nobody reads the smallest counterexample.
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
