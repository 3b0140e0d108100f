// A picture or a recording of the screen, made in the browser; the customer looks before it is sent.
const LONGEST_MS = 3 * 60 * 1000;
const TYPES = ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm", "video/mp4"];

/** A PNG of what the customer chooses to show. Null if they choose nothing. */
export async function screenshot(name) {
  const stream = await show();
  if (!stream) return null;
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return blob && new File([blob], `${name}.png`, { type: "image/png" });
  } finally {
    stop(stream);
  }
}

/**
 * Record until `stop()` of the returned recording, or the browser's own stop button, or three
 * minutes. `done` resolves with the file. Null if the customer chooses nothing. Nothing is
 * recorded before `consent` is kept; if it cannot be kept, this throws.
 */
export async function record(name, consent) {
  consent.catch(() => {}); // told below, once a window was chosen
  const stream = await show();
  if (!stream) return null;
  try {
    await consent;
  } catch (error) {
    stop(stream);
    throw error;
  }
  const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type, videoBitsPerSecond: 1_000_000 } : {});
  const parts = [];
  recorder.ondataavailable = (event) => event.data.size && parts.push(event.data);
  const done = new Promise((resolve) => {
    recorder.onstop = () => {
      stop(stream);
      const plain = recorder.mimeType.split(";")[0] || "video/webm";
      resolve(new File(parts, `${name}.${plain.split("/")[1]}`, { type: plain }));
    };
  });
  const end = () => recorder.state !== "inactive" && recorder.stop();
  stream.getVideoTracks()[0].addEventListener("ended", end);
  setTimeout(end, LONGEST_MS);
  recorder.start(1000);
  return { done, stop: end };
}

async function show() {
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 15 }, audio: false });
  } catch (error) {
    if (error.name === "NotAllowedError" || error.name === "AbortError") return null;
    throw error;
  }
}

function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}
