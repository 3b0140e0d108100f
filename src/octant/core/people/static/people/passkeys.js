// <form data-passkey="get|create"> signs in with, or makes, a passkey (WebAuthn level 2) and posts
// it as `credential`. The server's options come from data-options-url or the JSON element data-options.
import { decode, encode } from "./base64url.js";

const METHODS = { get: "get", create: "create" };

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) {
    return JSON.parse(document.getElementById(form.dataset.options).textContent).publicKey;
  }
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options.publicKey;
}

function ready(options, mode) {
  const listed = (list) => (list || []).map((each) => ({ ...each, id: decode(each.id) }));
  const prepared = { ...options, challenge: decode(options.challenge) };
  if (mode === "get") return { ...prepared, allowCredentials: listed(options.allowCredentials) };
  return {
    ...prepared,
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials),
    // A passkey: kept by the authenticator, opened by a finger, a face or a PIN.
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function plain(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = encode(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

function say(form, sentence) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

function sentenceFor(form, error) {
  if (error.name === "InvalidStateError") return form.dataset.known;
  if (error.name === "SecurityError" || error.name === "NotSupportedError") {
    return form.dataset.unsupported;
  }
  return form.dataset.cancelled;
}

async function run(form) {
  const mode = METHODS[form.dataset.passkey];
  say(form, "");
  if (!window.PublicKeyCredential) return say(form, form.dataset.unsupported);
  try {
    const publicKey = ready(await optionsOf(form), mode);
    const credential = await navigator.credentials[mode]({ publicKey });
    form.elements.credential.value = JSON.stringify(plain(credential));
    form.submit();
  } catch (error) {
    say(form, sentenceFor(form, error));
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-passkey]")) return;
  event.preventDefault();
  run(event.target);
});
