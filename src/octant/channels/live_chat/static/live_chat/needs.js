// What an agent will need, in the form before a chat: the component of all channels, made at home here.
import { findings } from "./screening.js";
import { icon } from "./dom.js";
import { loadStyle } from "./official.js";

/** Returns a function to call at each change of the form. */
export async function needs(form) {
  const { chat, fields, needed: box } = form;
  const { script, style } = chat.config.intake;
  const [{ Intake }] = await Promise.all([import(script), loadStyle(style)]);
  const part = new Intake({ box, icon, field: fields.text, values, ask, add });
  return () => part.changed();

  function values() {
    return { text: fields.text.value, category: fields.category.value };
  }

  /** A secret stays in the browser. */
  async function ask(said) {
    const found = await findings(chat.host.dataset.screen, said.text);
    return found.length ? null : chat.api.post("intake", { ...said, identity: chat.identity });
  }

  function add(label, value) {
    const { text } = fields;
    const colon = chat.language.startsWith("zh") ? "：" : ": ";
    const told = [text.value.trimEnd(), `${label}${colon}${value}`].filter(Boolean).join("\n");
    if (told.length > text.maxLength) return false;
    text.value = told;
    form.changed("text");
    return true;
  }
}
