#pragma once

#include "base/diagnostic_code.hpp"
#include "base/exit_code.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

enum class Severity
{
  error,
  warning,
  note
};

// A place in a file a person can open. `line` and `column` count from 1; line 0 means "the file as a whole", an empty
// `file` means "no file" (for example a command line or the service).
struct Location
{
  std::string file; // relative to the project root, '/' as separator
  int line = 0;
  int column = 0;
  int length = 1;          // characters to underline
  std::string source_line; // text of that line, without its line break; empty when unknown

  bool operator==(const Location&) const = default;
};

// A further place that helps to understand a problem ("first defined here").
struct Related
{
  std::string message;
  Location where;

  bool operator==(const Related&) const = default;
};

// One problem a user can fix. `code` is stable and in kebab-case ("unknown-key"); `message` says what is wrong in one
// sentence without a final full stop; `hint` says how to fix it and may be empty.
struct Diagnostic
{
  Severity severity = Severity::error;
  DiagnosticCode code;
  std::string message;
  Location where;
  std::string hint;
  std::vector<Related> related;
  ExitCode exit = ExitCode::error; // what an error of this kind makes the run return

  bool operator==(const Diagnostic&) const = default;
};

// The problems of one run, collected so that all of them are reported at once.
class Diagnostics
{
public:
  Diagnostic& add(Diagnostic diagnostic);
  Diagnostic& error(DiagnosticCode code, std::string message, Location where = {}, std::string hint = {});
  // An error that makes the run end before anything is written (exit `refused`).
  Diagnostic& refuse(DiagnosticCode code, std::string message, Location where = {}, std::string hint = {});
  Diagnostic& warning(DiagnosticCode code, std::string message, Location where = {}, std::string hint = {});
  void append(Diagnostics other);

  // Orders by file, line, column, code and message, and drops exact repetitions.
  void sort();

  bool has_errors() const;
  // The exit code that the errors among these ask for; ok without errors.
  ExitCode exit_code() const;
  bool empty() const { return m_items.empty(); }
  const std::vector<Diagnostic>& items() const { return m_items; }

private:
  std::vector<Diagnostic> m_items;
};

} // namespace flowsync
