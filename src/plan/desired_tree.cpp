#include "plan/desired_tree.hpp"

namespace flowsync::plan {

namespace {

// Depth first without recursion: chains may be long.
class Ordering
{
public:
  explicit Ordering(const Desired& desired) : m_desired(desired), m_met(desired.resources.size())
  {
    m_ordered.reserve(desired.resources.size());
    for (const auto& resource : desired.resources) {
      open(&resource);
      close_all();
    }
  }

  std::vector<const DesiredResource*> take() { return std::move(m_ordered); }

private:
  struct Step
  {
    const DesiredResource* resource = nullptr;
    std::size_t next = 0; // of its parent and what it refers to
  };

  void open(const DesiredResource* resource)
  {
    if (resource == nullptr) {
      return;
    }
    const auto index = static_cast<std::size_t>(resource - m_desired.resources.data());
    if (!m_met[index]) {
      m_met[index] = true;
      m_steps.push_back({resource});
    }
  }

  void close_all()
  {
    while (!m_steps.empty()) {
      const auto& resource = *m_steps.back().resource;
      const auto at = m_steps.back().next++;
      if (at == 0) {
        open(resource.parent ? m_desired.find(*resource.parent) : nullptr);
      } else if (at <= resource.depends_on.size()) {
        open(m_desired.find(resource.depends_on[at - 1]));
      } else {
        m_ordered.push_back(&resource);
        m_steps.pop_back();
      }
    }
  }

  const Desired& m_desired;
  std::vector<bool> m_met;
  std::vector<Step> m_steps;
  std::vector<const DesiredResource*> m_ordered;
};

} // namespace

std::vector<const DesiredResource*> parents_first(const Desired& desired)
{
  return Ordering(desired).take();
}

} // namespace flowsync::plan
