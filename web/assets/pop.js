// @ts-check
// Takes the caller's number out of the address and of the browser's history; where there is a form, that still has it.
history.replaceState(null, "", location.pathname);
