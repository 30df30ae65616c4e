#include "usecase/reconcile/spec_source.hpp"

#include "base/own_file.hpp"
#include "base/printable.hpp"
#include "git/fetch_branch.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

SpecSource::SpecSource(std::filesystem::path root, Clock& clock) : m_root(std::move(root)), m_clock(clock) {}

SpecSource::SpecSource(std::filesystem::path root, Clock& clock, std::string remote, std::string branch)
    : m_root(std::move(root)),
      m_clock(clock),
      m_remote(std::move(remote)),
      m_branch(std::move(branch))
{
}

std::string SpecSource::words() const
{
  return fetches_at_all() ? fmt::format("branch {} of {}", printable(m_branch), printable(m_remote))
                          : fmt::format("the files in {}", printable(m_root.string()));
}

SpecSource::Now SpecSource::now(Duration fresh)
{
  if (!fetches_at_all()) {
    return {};
  }
  const std::lock_guard lock(m_asking);
  const bool forgotten = m_forgotten.exchange(false);
  if (m_asked && !forgotten && m_clock.steady() - *m_asked < fresh) {
    return m_now;
  }
  auto fetched = git::fetch_branch(git::Checkout(m_root), m_root / k_own_folder / "specs.git", m_remote, m_branch);
  m_asked = m_clock.steady();
  const std::lock_guard counting(m_counting);
  if (fetched) {
    m_now = {std::move(fetched).value(), std::nullopt};
    m_fetches.last_well = m_clock.now();
    ++m_fetches.well;
  } else {
    m_now.problem = fetched.error();
    ++m_fetches.failed;
  }
  return m_now;
}

SpecSource::Fetches SpecSource::fetches() const
{
  const std::lock_guard counting(m_counting);
  return m_fetches;
}

} // namespace flowsync::usecase
