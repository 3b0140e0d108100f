// At the desk only: HTMX and our modules put in fragments that our own server rendered and escaped.
// The policy has no createScript and no createScriptURL, so text never becomes a program here.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (html) => html });
