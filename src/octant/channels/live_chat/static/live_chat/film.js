// A recording of the screen: asked for first, in words that are kept, and stopped at any time.
import { button } from "./dom.js";
import { record } from "../tickets/capture.js";

/** Ask for consent where none is in force, then record for the next message of `composer`. */
export async function film(composer) {
  const { words, chat } = composer;
  const asked = await chat.api.get("consent").catch(() => null);
  if (!asked) return void composer.say(words.not_reached);
  if (asked.given) return start(composer, Promise.resolve());
  const agree = () => start(composer, chat.api.post("consent", { version: asked.version }));
  const yes = button(words.agree_recording, agree, { kind: "primary", small: true });
  const no = button(words.not_now, () => (composer.say(""), composer.input.focus()), { small: true });
  composer.say(asked.text, yes, no);
  yes.focus();
}

async function start(composer, consent) {
  const { words, chat } = composer;
  let failed = false;
  const recording = await record(words.recording_name, consent).catch(() => void (failed = true));
  if (!recording) return void composer.say(failed ? words.not_reached : "");
  let wanted = true;
  const withdraw = () => {
    wanted = false;
    recording.stop();
    chat.api.post("consent", { withdraw: true }).catch(() => composer.say(words.not_reached));
  };
  const stop = button(words.stop_recording, recording.stop, { kind: "danger", small: true });
  composer.say(words.recording, stop, button(words.withdraw_consent, withdraw, { small: true }));
  const file = await recording.done;
  composer.say("");
  if (wanted) composer.tray.add([file]);
}
