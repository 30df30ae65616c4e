#include "desired/told_once.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace flowsync::desired {

namespace {

// Stands for the environment while problems are compared; no message holds it.
constexpr char k_any = '\x01';

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Messages and hints name an environment in these ways only.
const std::vector<std::string>& forms()
{
  static const std::vector<std::string> k_forms{"environment {}", "environments/{}/", "-e {}"};
  return k_forms;
}

std::string without_name(std::string text, const std::string& environment)
{
  for (const auto& form : forms()) {
    text = replaced(std::move(text), replaced(form, "{}", environment), replaced(form, "{}", {k_any}));
  }
  return text;
}

// The text for all of them: "environments dev, prod and qa", but "-e ENV".
std::string with_names(std::string text, const std::vector<std::string>& environments)
{
  text = replaced(std::move(text), fmt::format("environment {}", k_any),
                  fmt::format("environments {}", join_words(environments)));
  return replaced(std::move(text), {k_any}, "ENV");
}

struct Problem
{
  Diagnostic first;
  std::string message; // without the name
  std::string hint;    // likewise
  std::vector<std::string> environments;
};

} // namespace

Diagnostics told_once(std::vector<std::pair<std::string, Diagnostics>> found)
{
  using Key = std::tuple<Severity, DiagnosticCode, std::string, std::string, std::string, int, int>;
  std::vector<Problem> problems;
  std::map<Key, std::size_t> known;
  for (const auto& [environment, diagnostics] : found) {
    for (const auto& item : diagnostics.items()) {
      auto message = without_name(item.message, environment);
      auto hint = without_name(item.hint, environment);
      const Key key{item.severity, item.code, message, hint, item.where.file, item.where.line, item.where.column};
      const auto [place, is_new] = known.try_emplace(key, problems.size());
      if (is_new) {
        problems.push_back({item, std::move(message), std::move(hint), {environment}});
      } else if (auto& all = problems[place->second].environments; all.back() != environment) {
        all.push_back(environment);
      }
    }
  }
  Diagnostics told;
  for (auto& problem : problems) {
    if (problem.environments.size() > 1) {
      problem.first.message = with_names(std::move(problem.message), problem.environments);
      problem.first.hint = with_names(std::move(problem.hint), problem.environments);
    }
    told.add(std::move(problem.first));
  }
  return told;
}

} // namespace flowsync::desired
