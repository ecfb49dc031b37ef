/** A class of thirty as a teacher's export has it: every heading that the report builder's document names. */
const HEADINGS =
  "Student ID,Student Name,Student Email,Subject ID,Class ID,Grade,Submission Count,Progress,Attendance,Status,Last Submission Date";

export interface Pupil {
  readonly student_id: number;
  readonly student_name: string;
  readonly subject_id: number;
  readonly grade: number;
  readonly submission_count: number;
  readonly progress: number;
  readonly status: string;
  readonly last_submission_date: string;
}

const FAMILIES = ["Johnson", "Smith", "García", "Nguyen", "李"];
const STATUSES = ["submitted", "graded", "late", "pending"];

/** Subjects 5 and 6 by turns; one in five handed in last in 2024. Grades are all different. */
export const PUPILS: readonly Pupil[] = Array.from({ length: 30 }, (_, n) => ({
  student_id: 1001 + n,
  student_name: `Pupil ${String(n + 1).padStart(2, "0")} ${FAMILIES[n % 5] ?? ""}`,
  subject_id: 5 + (n % 2),
  grade: 40 + ((n * 17) % 60) + 0.5,
  submission_count: n % 12,
  progress: (n * 7) % 101,
  status: STATUSES[n % 4] ?? "",
  last_submission_date: `${n % 5 === 0 ? 2024 : 2025}-0${(n % 9) + 1}-15`,
}));

export const GRADEBOOK_CSV = [
  HEADINGS,
  ...PUPILS.map((pupil) =>
    [
      pupil.student_id,
      pupil.student_name,
      `${pupil.student_id}@school.example`,
      pupil.subject_id,
      8,
      pupil.grade,
      pupil.submission_count,
      pupil.progress,
      95,
      pupil.status,
      pupil.last_submission_date,
    ].join(","),
  ),
].join("\n");
