// The directory that `npm start` keeps everything in: it must take files, and belong to one start at a time.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** SQLITE_BUSY */
const BUSY = 5;
/** Kept for as long as this process lives: what nobody refers to is closed, and then lets go. */
const held = [];

/**
 * Makes the directory, tries it and takes it for this process. Throws one line when it cannot be written or is
 * another's.
 * @param {string} directory
 */
export async function takeStateDir(directory) {
  requireWritable(directory);
  held.push(await lock(directory));
}

function requireWritable(directory) {
  for (const place of [directory, path.join(directory, "v3")]) {
    const code = whyNotWritable(place);
    if (code) throw new Error(`STATE_DIR ${directory} cannot be written (${code})`);
  }
}

/**
 * Makes a directory, with those above it, and writes into it for real, since root may write by permission what it
 * cannot write in fact.
 * @param {string} place
 * @returns {string | null} the system's code for why it cannot be written, null when it can
 */
export function whyNotWritable(place) {
  try {
    makeDirectory(place);
    const probe = path.join(place, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
    return null;
  } catch (error) {
    return error.code;
  }
}

/** `recursive: true` would never return where the file system takes no directories. */
function makeDirectory(place) {
  if (existsSync(place)) return;
  makeDirectory(path.dirname(place));
  try {
    mkdirSync(place);
  } catch (error) {
    if (error.code !== "EEXIST") throw error; // made by another start meanwhile, which the lock tells of
  }
}

/** SQLite locks its file through the system, which lets go when a process ends, however it ends. */
async function lock(directory) {
  const { DatabaseSync } = await withoutWarning(() => import("node:sqlite"));
  const file = new DatabaseSync(path.join(directory, "lock"));
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    if (error.errcode !== BUSY) throw error;
    throw new Error(`STATE_DIR ${directory} is in use by another start`);
  }
  return file;
}

/** Node says of this module that it is an experiment; whoever starts the product need not read that. */
async function withoutWarning(load) {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
