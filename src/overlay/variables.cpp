#include "overlay/variables.hpp"

#include "overlay/substitute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::overlay {

namespace {

constexpr std::size_t k_longest_chain = 64;

class Solver
{
public:
  Solver(const Node& definitions, Scope& scope, const SourceFiles& files, Diagnostics& diagnostics)
      : m_definitions(definitions),
        m_scope(scope),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  void solve()
  {
    // Every name is known before the first is resolved, so that suggestions are complete.
    for (const auto& entry : m_definitions.entries()) {
      if (!entry.value->tombstone) {
        m_scope.variables.try_emplace(entry.key);
      }
    }
    for (const auto& entry : m_definitions.entries()) {
      if (!entry.value->tombstone) {
        solve(entry);
      }
    }
  }

private:
  void solve(const Entry& entry)
  {
    if (!m_solved.insert(&entry).second) {
      return;
    }
    m_path.push_back(&entry);
    const auto errors = count_errors();
    auto& variable = m_scope.variables.at(entry.key);
    TextResolver resolver(
        m_scope, m_files, [this](const TemplatePiece& piece, const Node& use) { return find(piece, use); },
        m_diagnostics, variable.problems);
    auto value = substitute_value(entry.value, resolver, m_files, m_diagnostics);
    if (count_errors() == errors && variable.problems.empty() && !m_broken.contains(entry.key)) {
      variable.value = std::move(value);
      variable.weight = weigh(*variable.value);
    }
    m_path.pop_back();
  }

  const Variable* find(const TemplatePiece& piece, const Node& use)
  {
    const auto* const entry = m_definitions.find(piece.text);
    if (entry == nullptr || entry->value->tombstone) {
      return nullptr;
    }
    if (std::find(m_path.begin(), m_path.end(), entry) != m_path.end()) {
      report_cycle(*entry, piece, use);
    } else if (m_path.size() >= k_longest_chain) {
      m_diagnostics.error("variables-too-deep",
                          fmt::format("more than {} variables build on one another", k_longest_chain),
                          locate_reference(m_files, use, piece.written));
    } else {
      solve(*entry);
    }
    const auto& variable = m_scope.variables.at(entry->key);
    if (!variable.value && !m_path.empty()) {
      m_broken.insert(m_path.back()->key);
    }
    return &variable;
  }

  void report_cycle(const Entry& start, const TemplatePiece& piece, const Node& use)
  {
    std::string names;
    for (auto at = std::find(m_path.begin(), m_path.end(), &start); at != m_path.end(); ++at) {
      names += (*at)->key + " -> ";
    }
    m_diagnostics.error("cyclic-variable", fmt::format("variables need one another: {}{}", names, start.key),
                        locate_reference(m_files, use, piece.written));
  }

  std::ptrdiff_t count_errors() const
  {
    const auto& items = m_diagnostics.items();
    return std::count_if(items.begin(), items.end(), [](const auto& item) { return item.severity == Severity::error; });
  }

  const Node& m_definitions;
  Scope& m_scope;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  std::vector<const Entry*> m_path; // variables being resolved, the outermost first
  std::set<const Entry*> m_solved;  // begun or done, with or without success
  std::set<std::string> m_broken;   // those that use one without a value
};

} // namespace

void resolve_variables(const Node* variables, Scope& scope, const SourceFiles& files, Diagnostics& diagnostics)
{
  if (variables != nullptr && variables->is_map()) {
    Solver(*variables, scope, files, diagnostics).solve();
  }
}

} // namespace flowsync::overlay
