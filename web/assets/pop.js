// @ts-check
// Takes the caller's number out of the address and of the browser's history; the form still has it.
history.replaceState(null, "", location.pathname);
