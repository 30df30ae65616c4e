#pragma once

#include "base/exit_code.hpp"
#include "base/text.hpp"
#include "nexla/api.hpp"
#include "nexla/exit.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace flowsync::exec {

// Why one resource cannot go on. Thrown inside the steps of a job and caught by the job, where it becomes its result;
// other resources are not concerned.
class ResourceFailure : public std::runtime_error
{
public:
  explicit ResourceFailure(const std::string& reason, ExitCode exit = ExitCode::error, std::string hint = {})
      : std::runtime_error(reason),
        m_exit(exit),
        m_hint(std::move(hint))
  {
  }
  explicit ResourceFailure(const nexla::ApiError& error)
      : std::runtime_error(error.text()),
        m_exit(nexla::exit_code(error)),
        m_hint(nexla::hint(error)),
        m_kind(error.kind),
        m_status(error.status),
        m_service_words(error.message)
  {
  }

  ExitCode exit() const { return m_exit; }
  const std::string& hint() const { return m_hint; }
  // Of a failed call; nothing when it was something else.
  std::optional<nexla::ApiError::Kind> kind() const { return m_kind; }
  int status() const { return m_status; }
  const std::string& service_words() const { return m_service_words; } // untrusted text

private:
  ExitCode m_exit;
  std::string m_hint;
  std::optional<nexla::ApiError::Kind> m_kind;
  int m_status = 0;
  std::string m_service_words;
};

// The service answered yes, twice, and did not store what was sent (API notes F15).
class NotKept : public ResourceFailure
{
public:
  explicit NotKept(std::vector<std::string> paths)
      : ResourceFailure(
            "the service answered yes twice and did not keep " + join_words(paths), ExitCode::error,
            "does Nexla's page of this resource show a reason? A value that is the service's own is left to "
            "it by `safety.ignore`"),
        m_paths(std::move(paths))
  {
  }
  const std::vector<std::string>& paths() const { return m_paths; } // RFC 6901

private:
  std::vector<std::string> m_paths;
};

} // namespace flowsync::exec
