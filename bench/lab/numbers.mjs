// Numbers of measurements, and how they are shown.

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which `share` (0 to 1) of the values lie, nearest rank. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const seconds = (ms) => (ms === null ? "-" : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`);
export const millis = (ms) => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
export const megabytes = (bytes) =>
  bytes == null ? "-" : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
export const times = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`;
export const percent = (share) => `${(share * 100).toFixed(1)} %`;
export const count = (value) => Math.round(value).toLocaleString("en");
