#include "desired/links.hpp"

#include "base/text.hpp"
#include "overlay/text_resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace flowsync::desired {

namespace {

class Linker
{
public:
  Linker(std::vector<BuiltResource>& resources, const Environment& environment, const std::set<std::string>& excluded,
         const SourceFiles& files, Diagnostics& diagnostics)
      : m_resources(resources),
        m_environment(environment),
        m_excluded(excluded),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  void link()
  {
    bool any = false;
    for (auto& built : m_resources) {
      for (const auto& reference : built.references) {
        any = true;
        link(built.resource, reference);
      }
      auto& dependencies = built.resource.depends_on;
      std::sort(dependencies.begin(), dependencies.end());
      dependencies.erase(std::unique(dependencies.begin(), dependencies.end()), dependencies.end());
    }
    if (any) { // parents alone cannot form a circle that validation of the flow has not seen
      find_cycles();
    }
  }

private:
  void link(DesiredResource& resource, const FoundReference& reference)
  {
    const auto address = Address::parse(reference.address);
    if (!address) {
      return; // reported where the reference was read
    }
    if (address->kind == ResourceKind::credential) {
      if (!m_environment.credentials.contains(address->key)) {
        report(reference, "unknown-credential",
               fmt::format("there is no credential for the alias `{}` in environment {}", address->key,
                           m_environment.name),
               aliases(), address->key);
      }
      return;
    }
    if (find(*address)) {
      if (resource.parent != address) {
        resource.depends_on.push_back(*address);
      }
      return;
    }
    if (m_excluded.contains(address->flow)) {
      report(reference, "unknown-resource",
             fmt::format("`{}` belongs to a flow that is left out of environment {}", reference.address,
                         m_environment.name),
             {}, "");
      return;
    }
    report(reference, "unknown-resource", fmt::format("there is no resource `{}`", reference.address), addresses(),
           reference.address);
  }

  void report(const FoundReference& reference, DiagnosticCode code, std::string message,
              const std::vector<std::string>& known, const std::string& word)
  {
    const auto meant = nearest(word, known);
    m_diagnostics.error(code, std::move(message),
                        overlay::locate_reference(m_files, *reference.scalar, reference.written),
                        meant ? fmt::format("did you mean `{}`?", *meant) : std::string());
  }

  std::vector<std::string> addresses() const
  {
    std::vector<std::string> result;
    for (const auto& built : m_resources) {
      result.push_back(built.resource.address.text());
    }
    return result;
  }

  std::vector<std::string> aliases() const
  {
    std::vector<std::string> result;
    for (const auto& [alias, selector] : m_environment.credentials) {
      result.push_back(alias);
    }
    return result;
  }

  std::optional<std::size_t> find(const Address& address) const
  {
    const auto found =
        std::lower_bound(m_resources.begin(), m_resources.end(), address,
                         [](const BuiltResource& built, const Address& key) { return built.resource.address < key; });
    if (found == m_resources.end() || found->resource.address != address) {
      return std::nullopt;
    }
    return static_cast<std::size_t>(found - m_resources.begin());
  }

  // What the id of must exist before this resource is created.
  std::vector<std::size_t> needs(std::size_t index) const
  {
    std::vector<std::size_t> result;
    const auto& resource = m_resources[index].resource;
    const auto add = [&](const Address& address) {
      if (const auto found = find(address)) {
        result.push_back(*found);
      }
    };
    if (resource.parent) {
      add(*resource.parent);
    }
    std::for_each(resource.depends_on.begin(), resource.depends_on.end(), add);
    return result;
  }

  // Depth first without recursion: chains may be long.
  void find_cycles()
  {
    enum class Color : std::uint8_t
    {
      fresh,
      open,
      done
    };
    struct Step
    {
      std::size_t index;
      std::vector<std::size_t> needs;
      std::size_t next = 0;
    };
    std::vector<Color> colors(m_resources.size(), Color::fresh);
    for (std::size_t start = 0; start < m_resources.size(); ++start) {
      if (colors[start] != Color::fresh) {
        continue;
      }
      std::vector<Step> path{{start, needs(start)}};
      colors[start] = Color::open;
      while (!path.empty()) {
        auto& step = path.back();
        if (step.next == step.needs.size()) {
          colors[step.index] = Color::done;
          path.pop_back();
          continue;
        }
        const auto target = step.needs[step.next++];
        if (colors[target] == Color::fresh) {
          colors[target] = Color::open;
          path.push_back({target, needs(target)});
        } else if (colors[target] == Color::open) {
          const auto first = std::find_if(path.begin(), path.end(), [&](const Step& s) { return s.index == target; });
          std::vector<std::size_t> circle;
          std::transform(first, path.end(), std::back_inserter(circle), [](const Step& s) { return s.index; });
          report_cycle(circle);
        }
      }
    }
  }

  void report_cycle(const std::vector<std::size_t>& circle)
  {
    std::string names;
    const FoundReference* place = nullptr;
    for (const auto index : circle) {
      names += m_resources[index].resource.address.text() + " -> ";
      for (const auto& reference : m_resources[index].references) {
        const auto address = Address::parse(reference.address);
        const bool within = address && std::any_of(circle.begin(), circle.end(), [&](std::size_t other) {
                              return m_resources[other].resource.address == *address;
                            });
        place = place == nullptr && within ? &reference : place;
      }
    }
    if (place != nullptr) { // a circle of parents alone is reported by validation of the flow
      report(
          *place, "cyclic-resources",
          fmt::format("resources need one another's ids: {}{}", names, m_resources[circle[0]].resource.address.text()),
          {}, "");
    }
  }

  std::vector<BuiltResource>& m_resources;
  const Environment& m_environment;
  const std::set<std::string>& m_excluded;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

} // namespace

void link_resources(std::vector<BuiltResource>& resources, const Environment& environment,
                    const std::set<std::string>& excluded, const SourceFiles& files, Diagnostics& diagnostics)
{
  Linker(resources, environment, excluded, files, diagnostics).link();
}

} // namespace flowsync::desired
