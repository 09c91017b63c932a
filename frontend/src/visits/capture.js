// What is captured on the spot: a file hashed the moment it is taken, the place, and a signature as strokes.
const ENDINGS = {
  "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "audio/mpeg": "mp3",
  "audio/mp4": "m4a", "audio/x-m4a": "m4a", "audio/wav": "wav", "audio/x-wav": "wav", "audio/amr": "amr",
  "audio/webm": "webm", "video/webm": "webm", "video/mp4": "mp4",
};
const PLACE_MS = 3000;

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function captured(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  const ending = (file.name.split(".").pop() || "").toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, 5);
  return { bytes, sha256, size: bytes.length, name: ENDINGS[file.type] || ending || "bin" };
}

// Where the phone is, in millionths of a degree; null where it does not know or may not say.
export function place() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) resolve(null);
    else {
      setTimeout(() => resolve(null), PLACE_MS);
      navigator.geolocation.getCurrentPosition(({ coords }) => resolve({
        lat: Math.round(coords.latitude * 1e6), lon: Math.round(coords.longitude * 1e6), m: Math.round(coords.accuracy),
      }), () => resolve(null), { timeout: PLACE_MS, maximumAge: 60000, enableHighAccuracy: true });
    }
  });
}

export async function preview(bytes, canvas) {
  try {
    const picture = await createImageBitmap(new Blob([bytes]));
    canvas.width = 160;
    canvas.height = Math.max(1, Math.round((160 * picture.height) / picture.width));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  } catch {
    canvas.hidden = true;
  }
}

// A field to sign in; drawn() is null until something is.
export function pad(canvas) {
  const strokes = [];
  const pen = canvas.getContext("2d");
  canvas.width = 320;
  canvas.height = 120;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      Math.round(((event.clientX - box.left) * canvas.width) / box.width),
      Math.round(((event.clientY - box.top) * canvas.height) / box.height),
    ];
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 3;
    pen.lineCap = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      for (let i = 0; i < stroke.length; i += 2) pen.lineTo(stroke[i], stroke[i + 1]);
      pen.stroke();
    }
  };
  let open = null;
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    open = at(event);
    strokes.push(open);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!open) return;
    open.push(...at(event));
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { open = null; });
  return {
    drawn: () => (strokes.length ? { w: canvas.width, h: canvas.height, strokes: strokes.map((each) => [...each]) } : null),
    show: (kept) => { strokes.splice(0, strokes.length, ...kept.strokes); draw(); },
    clear: () => { strokes.length = 0; draw(); },
  };
}
