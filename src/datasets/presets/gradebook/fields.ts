import type { PresetField, PresetFilter } from "../preset";

/** Fields that several kinds of gradebook data share, under the headings of the field catalogue. */

export const STUDENT_ID: PresetField = {
  name: "student_id",
  label: "Student ID",
  type: "integer",
  aliases: ["student number", "student no", "student code", "sis user id", "matriculation number", "学号"],
  loose: ["id", "user id"],
  description: "Identifies the student.",
  group: "student",
};

export const STUDENT_NAME: PresetField = {
  name: "student_name",
  label: "Student Name",
  type: "string",
  aliases: ["student", "student full name", "name of student", "pupil", "pupil name", "学生姓名", "学生"],
  loose: ["name", "full name", "姓名"],
  description: "The student's full name.",
  group: "student",
};

export const STUDENT_EMAIL: PresetField = {
  name: "student_email",
  label: "Student Email",
  type: "string",
  aliases: ["student e-mail", "student mail", "student email address", "sis login id", "学生邮箱"],
  loose: ["email", "e-mail", "email address", "mail", "邮箱", "电子邮件"],
  description: "The student's e-mail address.",
  group: "student",
};

export const CLASS_ID: PresetField = {
  name: "class_id",
  label: "Class ID",
  type: "integer",
  aliases: ["class number", "group id", "section id", "course section id", "班级编号"],
  description: "Identifies the class or group.",
  group: "student",
};

export const SUBJECT_ID: PresetField = {
  name: "subject_id",
  label: "Subject ID",
  type: "integer",
  aliases: ["subject number", "course id", "科目编号", "课程编号"],
  description: "Identifies the subject.",
  group: "assignment",
};

export const ASSIGNMENT_ID: PresetField = {
  name: "assignment_id",
  label: "Assignment ID",
  type: "integer",
  aliases: ["assignment number", "task id", "作业编号"],
  description: "Identifies the assignment.",
  group: "assignment",
};

export const TITLE: PresetField = {
  name: "title",
  label: "Title",
  type: "string",
  aliases: ["assignment title", "assignment name", "作业名称", "作业标题"],
  loose: ["assignment", "name", "标题"],
  description: "The assignment's title.",
  group: "assignment",
};

export const DUE_DATE: PresetField = {
  name: "due_date",
  label: "Due Date",
  type: "date",
  aliases: ["assignment due date", "date due", "deadline", "截止日期"],
  loose: ["due"],
  description: "When the assignment is due.",
  group: "assignment",
};

export const STATUS: PresetField = {
  name: "status",
  label: "Status",
  type: "string",
  aliases: ["submission status", "提交状态"],
  loose: ["state", "状态"],
  description: "Whether the submission is submitted, graded, late or pending.",
  group: "grade",
};

export const SUBJECT_FILTER: PresetFilter = {
  name: "subject_id",
  field: "subject_id",
  kind: "value",
  words: "Subject ID (integer)",
};
export const CLASS_FILTER: PresetFilter = {
  name: "class_id",
  field: "class_id",
  kind: "value",
  words: "Class/Group ID",
};
export const STUDENT_FILTER: PresetFilter = {
  name: "student_id",
  field: "student_id",
  kind: "value",
  words: "Individual student ID",
};
export const ASSIGNMENT_FILTER: PresetFilter = {
  name: "assignment_id",
  field: "assignment_id",
  kind: "value",
  words: "Assignment ID",
};
export const STATUS_FILTER: PresetFilter = {
  name: "status",
  field: "status",
  kind: "enum",
  words: "Submission status (submitted, graded, late, pending)",
  values: ["submitted", "graded", "late", "pending"],
};

/** A range of dates of this field. */
export const dateRange = (field: string, otherwise?: string): PresetFilter => ({
  name: "date_range",
  field,
  ...(otherwise === undefined ? {} : { otherwise }),
  kind: "date_range",
  words: "Object with start and end ISO dates",
});

/** A range of marks out of 100 of this field. */
export const gradeRange = (field: string): PresetFilter => ({
  name: "grade_range",
  field,
  kind: "range",
  words: "Object with min and max values (0-100)",
  min: 0,
  max: 100,
});
