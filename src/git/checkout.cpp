#include "git/checkout.hpp"

namespace flowsync::git {

namespace {

// Stands in the configuration of every repository, and git reads that of one that it trusts alone.
constexpr auto k_of_each_repository = "core.repositoryformatversion\n";

} // namespace

const Answer& Checkout::settings() const
{
  if (!m_settings) {
    m_settings =
        ask(m_folder, {"config", "-z", "--includes", "--get-regexp",
                       R"(^(remote\..*\.(url|pushurl)|http\.(.*\.)?extraheader|core\.repositoryformatversion)$)"});
  }
  return *m_settings;
}

bool Checkout::was_read() const
{
  return m_settings && m_settings->well() && m_settings->text.find(k_of_each_repository) != std::string::npos;
}

} // namespace flowsync::git
