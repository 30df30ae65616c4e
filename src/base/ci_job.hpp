#pragma once

namespace flowsync {

// Whether these variables, a map by name, are those of a job of a CI system, whose runner reads what is written: most
// set CI, Azure sets TF_BUILD.
template <typename Variables>
bool is_ci_job(const Variables& variables)
{
  const auto ci = variables.find("CI");
  return (ci != variables.end() && !ci->second.empty()) || variables.find("TF_BUILD") != variables.end();
}

} // namespace flowsync
