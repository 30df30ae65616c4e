#pragma once

#include "base/clock.hpp"
#include "base/exit_code.hpp"
#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::exec {

enum class Outcome
{
  done,
  failed,
  skipped,     // because something that it hangs from failed
  waiting,     // for people or data; no difference, no error
  pending,     // its detection was started by this run and has not come in time
  not_started, // the run was interrupted before
};

// How it went for one resource of the plan.
struct ResourceResult
{
  Address address;
  plan::Action action = plan::Action::no_op;
  Outcome outcome = Outcome::done;
  std::string what; // "created (id 6513)", "updated /sink_config/table", "mark written"
  std::string
      reason; // of failed, skipped, waiting, pending: full sentence parts for people; service text in it is untrusted
  std::string hint;
  ExitCode exit = ExitCode::ok; // what a failure of this kind asks for
  std::optional<ResourceId> id;
  bool wrote = false; // something was changed in the service
  Duration elapsed{0};
};

// Told while a plan is applied; may be called from several threads, one call at a time.
class Observer
{
public:
  virtual ~Observer() = default;
  virtual void begin(std::size_t /*resources*/) {}
  virtual void started(const Address& /*address*/, plan::Action /*action*/) {}
  // A step of a resource that takes time: "waiting for Nexla to detect its data (12s)".
  virtual void progress(const Address& /*address*/, const std::string& /*text*/) {}
  virtual void finished(const ResourceResult& /*result*/) {}
  virtual void warning(const Diagnostic& /*diagnostic*/) {}
};

// The end of an apply as a value.
struct Report
{
  std::vector<ResourceResult>
      results; // of every change of the plan that is a difference, an adoption or waiting; sorted
  std::vector<Diagnostic> warnings;
  std::size_t requests = 0;
  Duration elapsed{0};
  Duration detection{0}; // time in which nothing but detection was waited for
  bool interrupted = false;

  std::size_t count(Outcome outcome) const;
  // By the precedence of the contract: 130, 3, 5, 6, 7, 1, 4, 0. A failure after anything was written is 3.
  ExitCode exit_code() const;
};

} // namespace flowsync::exec
