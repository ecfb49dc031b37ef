import { countOfRows, fixedTemplate } from "./template";

/** Reports that a teacher begins with. */
export const GRADEBOOK_TEMPLATES = [
  fixedTemplate({
    type: "class_progress",
    name: "Class Progress Report",
    description: "Track overall class progress on assigned materials",
    needs: ["student_name"],
    config: {
      fields: ["student_name", "progress", "submission_count", "grade", "attendance", "last_submission_date"],
      filters: {},
      chart_type: "bar",
      sort_by: "progress",
      sort_order: "desc",
    },
  }),
  fixedTemplate({
    type: "student_grades",
    name: "Student Grades Report",
    description: "Every student's grade, the best first, and how the grades are spread",
    needs: ["student_name", "grade"],
    config: {
      fields: ["student_name", "student_email", "grade", "submission_count"],
      filters: {},
      chart_type: "histogram",
      sort_by: "grade",
      sort_order: "desc",
    },
  }),
  fixedTemplate({
    type: "assignment_performance",
    name: "Assignment Performance Report",
    description: "How each assignment went, the lowest average score first",
    needs: ["title"],
    config: {
      fields: [
        "title",
        "due_date",
        "avg_score",
        "submission_rate",
        "completion_rate",
        "late_submissions",
        "total_submissions",
      ],
      filters: {},
      chart_type: "bar",
      sort_by: "avg_score",
      sort_order: "asc",
    },
  }),
  fixedTemplate({
    type: "attendance_overview",
    name: "Attendance Overview",
    description: "Who is there and who is not, the lowest attendance first",
    needs: ["student_name", "attendance"],
    config: {
      fields: ["student_name", "attendance", "last_submission_date", "grade"],
      filters: {},
      chart_type: "histogram",
      sort_by: "attendance",
      sort_order: "asc",
    },
  }),
  fixedTemplate({
    type: "submission_status",
    name: "Submission Status Report",
    description: "How many submissions are submitted, graded, late or pending, with their average score",
    needs: ["status"],
    config: {
      fields: [
        "status",
        countOfRows("submissions", "Submissions"),
        { field: "score", aggregate: "avg", as: "avg_score", label: "Average Score" },
        { field: "score", aggregate: "min", as: "lowest_score", label: "Lowest Score" },
        { field: "score", aggregate: "max", as: "highest_score", label: "Highest Score" },
      ],
      group_by: ["status"],
      totals: true,
      filters: {},
      chart_type: "pie",
      sort_by: "submissions",
      sort_order: "desc",
    },
  }),
];
