#include "view/job_link.hpp"

#include <fmt/format.h>

#include <string_view>

namespace flowsync::view {

std::string job_link(const std::string& job)
{
  constexpr std::string_view k_plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:#?=&%";
  const bool harmless = job.starts_with("https://") && job.find_first_not_of(k_plain) == std::string::npos;
  return harmless ? fmt::format("[log]({})", job) : "";
}

} // namespace flowsync::view
