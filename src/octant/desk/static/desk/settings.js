// What an agent chose for this browser; sound and notices.
import { say } from "./config.js";
import { toast } from "../ui/toast.js";

const KEY = "octant:desk:settings";
const DEFAULTS = { enter: true, keys: true, sound: true, notices: false };
let sound = null;

function read() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) || "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

export const settings = read();

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Storage is denied: the choice holds until the page is left.
  }
}

for (const box of document.querySelectorAll("[data-setting]")) {
  box.checked = settings[box.dataset.setting];
  box.addEventListener("change", async () => {
    settings[box.dataset.setting] = box.checked;
    if (box.dataset.setting === "notices" && box.checked) await allowNotices(box);
    if (box.dataset.setting === "sound" && box.checked) ring();
    keep();
  });
}

async function allowNotices(box) {
  const answer = "Notification" in window ? await Notification.requestPermission() : "denied";
  if (answer === "granted") return;
  settings.notices = box.checked = false;
  toast(say("notices_denied"));
}

/** Two soft notes; browsers allow them once the agent has pressed something on the page. */
export function ring(notes = [660, 880]) {
  if (!settings.sound) return;
  try {
    sound ||= new AudioContext();
    notes.forEach((pitch, index) => play(pitch, sound.currentTime + index * 0.16));
  } catch {
    // No sound device: the banner is seen all the same.
  }
}

function play(pitch, at) {
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
  tone.connect(volume).connect(sound.destination);
  tone.start(at);
  tone.stop(at + 0.32);
}

/** A notice of the browser, only while nobody looks at the page. */
export function notify(title, body, tag) {
  if (!settings.notices || !document.hidden || Notification.permission !== "granted") return;
  const notice = new Notification(title, { body, tag });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
}
