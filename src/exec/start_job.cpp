#include "exec/start_job.hpp"

namespace flowsync::exec {

std::optional<Later> StartJob::work()
{
  const auto created = m_branch.made(m_change.address);
  if (!created) {
    throw std::logic_error(m_change.address.text() + " is to be started and was not created");
  }
  if (m_change.address == m_branch.top()) {
    m_branch.start(m_run);
  } else {
    // What the verb on the nexset has reached runs by now; the rest is started by itself.
    const auto shown = m_run.account.element(created->key);
    if (!shown || running(shown->status) != Running::yes) {
      start_created(m_run, wanted(), created->key, shown ? shown->status : created->reply.status);
    }
  }
  finish_created(m_run, wanted(), *created, [this](const std::string& what) { wrote(what); });
  return std::nullopt;
}

} // namespace flowsync::exec
