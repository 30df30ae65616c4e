#include "compare/compare.hpp"

#include "base/parallel.hpp"
#include "base/text.hpp"
#include "compare/judge.hpp"
#include "compare/layer_view.hpp"
#include "compare/missing_aliases.hpp"
#include "compare/same_places.hpp"
#include "compare/tree_differences.hpp"
#include "model/pointer.hpp"
#include "overlay/directives.hpp"
#include "spec/script_bytes.hpp"
#include "spec/work_tree.hpp"

#include <algorithm>
#include <iterator>

namespace flowsync::compare {

namespace {

using overlay::Rendered;
using overlay::RenderedDocument;

constexpr std::size_t k_largest_file = 1U << 20U; // bytes that are compared; specs may not name larger ones

struct Job
{
  const RenderedDocument* left = nullptr;
  const RenderedDocument* right = nullptr;
};

// Pairs two sorted lists of documents.
void pair_up(const std::vector<RenderedDocument>& left, const std::vector<RenderedDocument>& right,
             std::vector<Job>& jobs)
{
  auto l = left.begin();
  auto r = right.begin();
  while (l != left.end() || r != right.end()) {
    const bool take_left = l != left.end() && (r == right.end() || !overlay::precedes(*r, *l));
    const bool take_right = r != right.end() && (l == left.end() || !overlay::precedes(*l, *r));
    jobs.push_back({take_left ? &*l : nullptr, take_right ? &*r : nullptr});
    l += take_left ? 1 : 0;
    r += take_right ? 1 : 0;
  }
}

// The path as Removed::path writes it: elements of lists by their index. `document` has all but the last step.
std::string pointer_in(const Node& document, const spec::YamlPath& path)
{
  std::string pointer;
  const auto* node = &document;
  for (const auto& step : path) {
    const auto& key = std::get<std::string>(step);
    auto segment = key;
    const Node* next = node != nullptr ? node->get(key) : nullptr;
    if (node != nullptr && node->is_list()) {
      const auto& items = node->items();
      const auto found = std::find_if(items.begin(), items.end(), [&](const NodePtr& item) {
        const auto* const name = item->get("key");
        return name != nullptr && name->text() == key;
      });
      segment = std::to_string(std::distance(items.begin(), found));
      next = found != items.end() ? found->get() : nullptr;
    }
    pointer = pointer_below(pointer, segment);
    node = next;
  }
  return pointer;
}

Position name_place(const RenderedDocument& document)
{
  const auto* const metadata = document.document->get("metadata");
  const auto* const name = metadata != nullptr ? metadata->get("name") : nullptr;
  return name != nullptr ? name->at : document.document->at;
}

// The pattern of `flows:` that leaves a flow out, or the list that does not name it.
Position left_out_at(const Rendered& rendered, const std::string& flow)
{
  const auto* const spec = rendered.environment_document ? rendered.environment_document->get("spec") : nullptr;
  const auto* const choice = spec != nullptr ? spec->get("flows") : nullptr;
  const auto* const exclude = choice != nullptr ? choice->get("exclude") : nullptr;
  for (const auto& pattern : exclude != nullptr ? exclude->items() : std::vector<NodePtr>{}) {
    if (matches_glob(flow, pattern->text())) {
      return pattern->at;
    }
  }
  const auto* const include = choice != nullptr ? choice->get("include") : nullptr;
  return include != nullptr ? include->at : Position{};
}

// In the order of the flow: what is said of it as a whole, then from the source to the sinks, each as written.
void order_by_flow(DocumentPair& pair)
{
  const auto rank = [&](const Difference& difference) {
    const auto address = resource_of(pair, difference.path);
    return address ? static_cast<int>(address->kind) : -1;
  };
  std::stable_sort(pair.differences.begin(), pair.differences.end(),
                   [&](const Difference& a, const Difference& b) { return rank(a) < rank(b); });
}

DocumentPair start_pair(const Job& job)
{
  const auto& any = job.left != nullptr ? *job.left : *job.right;
  DocumentPair pair;
  pair.kind = any.kind;
  pair.name = any.name;
  pair.presence = job.right == nullptr ? Presence::left : job.left == nullptr ? Presence::right : Presence::both;
  pair.left = job.left != nullptr ? job.left->document : nullptr;
  pair.right = job.right != nullptr ? job.right->document : nullptr;
  return pair;
}

std::vector<Job> jobs_of(const Rendered& left, const Rendered& right)
{
  std::vector<Job> jobs;
  pair_up(left.flows, right.flows, jobs);
  pair_up(left.shared, right.shared, jobs);
  return jobs;
}

class SpecComparison
{
public:
  SpecComparison(const Side& left, const Side& right, const spec::Project& project)
      : m_left(left),
        m_right(right),
        m_files(*project.files),
        m_work_tree(project.root),
        m_left_view(left.layers, right.layers, m_files),
        m_right_view(right.layers, left.layers, m_files)
  {
  }

  DocumentPair pair(const Job& job) const
  {
    auto pair = start_pair(job);
    if (job.left != nullptr) {
      pair.left_origin = m_files.origin(name_place(*job.left));
    }
    if (job.right != nullptr) {
      pair.right_origin = m_files.origin(name_place(*job.right));
    }
    if (pair.presence != Presence::both) {
      explain_absence(pair, job);
      return pair;
    }
    pair.differences = tree_differences(job.left->document, job.right->document, &m_files,
                                        [this](const Node& name) { return read_file(name); });
    for (auto& difference : pair.differences) {
      place(difference.left, *job.left, difference.path, m_left_view);
      place(difference.right, *job.right, difference.path, m_right_view);
      look_for_removal(difference, pair);
    }
    judge(pair, m_left_view, m_right_view);
    order_by_flow(pair);
    return pair;
  }

private:
  std::optional<std::string> read_file(const Node& name) const
  {
    const auto tree = m_files.tree(name.at.file);
    const auto& document = m_files.path(name.at.file);
    auto text = tree ? tree->read_beside(document, name.text(), k_largest_file)
                     : m_work_tree.read_beside(document, name.text(), k_largest_file);
    return text ? std::optional(spec::plain_text(std::move(text).value())) : std::nullopt;
  }

  void explain_absence(DocumentPair& pair, const Job& job) const
  {
    const bool on_left = pair.presence == Presence::left;
    const auto& lacking = on_left ? m_right.rendered : m_left.rendered;
    const auto& present = on_left ? *job.left : *job.right;
    if (pair.kind == spec::Kind::flow && lacking.excluded.contains(pair.name)) {
      pair.reason = Reason::left_out;
      pair.left_out = m_files.origin(left_out_at(lacking, pair.name));
    } else if ((on_left ? m_left_view : m_right_view).from(name_place(present)) == From::pinned) {
      pair.verdict = Verdict::pinned;
      pair.reason = Reason::revision;
    }
  }

  void place(SideValue& side, const RenderedDocument& document, const spec::YamlPath& path, const LayerView& view) const
  {
    if (!side.value && !side.removed && !document.removed.empty()) {
      const auto pointer = pointer_in(*document.document, path);
      const auto found = std::find_if(document.removed.begin(), document.removed.end(),
                                      [&](const overlay::Removed& one) { return one.path == pointer; });
      if (found != document.removed.end()) {
        side.removed = true;
        side.at = found->tombstone->at;
      }
    }
    settle(side, view);
  }

  void settle(SideValue& side, const LayerView& view) const
  {
    side.from = view.from(side.at);
    side.origin = m_files.origin(side.at);
    if (side.value && side.value->provenance) {
      for (const auto& variable : side.value->provenance->variables) {
        side.variables.emplace_back(variable.name, m_files.origin(variable.at));
      }
    }
  }

  // What both layers share and one side does not have was taken out by a layer of that side; other removals leave a
  // tombstone.
  void look_for_removal(Difference& difference, const DocumentPair& pair) const
  {
    const auto look = [&](SideValue& lacking, const SideValue& other, const LayerView& view) {
      if (!lacking.value && !lacking.removed && other.from != From::own && !difference.one_text) {
        lacking.at = view.removal(pair.kind, pair.name, difference.path);
        lacking.removed = lacking.at.known();
        settle(lacking, view);
      }
    };
    look(difference.left, difference.right, m_left_view);
    look(difference.right, difference.left, m_right_view);
  }

  const Side& m_left;
  const Side& m_right;
  const SourceFiles& m_files;
  spec::WorkTree m_work_tree;
  LayerView m_left_view;
  LayerView m_right_view;
};

Comparison start(const Rendered& left, const Rendered& right)
{
  Comparison result;
  result.left = left.environment.name;
  result.right = right.environment.name;
  return result;
}

} // namespace

Comparison compare_environments(const Side& left, const Side& right, const spec::Project& project)
{
  auto result = start(left.rendered, right.rendered);
  for (const auto* const side : {&left, &right}) {
    for (auto& missing : missing_aliases(side->rendered, *project.files)) {
      missing.on_left = side == &left;
      result.missing_aliases.push_back(std::move(missing));
    }
  }
  result.same_places = same_places({used_places(left.rendered), used_places(right.rendered)}, *project.files);
  const SpecComparison comparison(left, right, project);
  const auto jobs = jobs_of(left.rendered, right.rendered);
  result.documents.resize(jobs.size());
  for_each_parallel(jobs.size(), [&](std::size_t i) { result.documents[i] = comparison.pair(jobs[i]); });
  return result;
}

Comparison compare_documents(const Rendered& left, const Rendered& right)
{
  auto result = start(left, right);
  result.live = true;
  const auto jobs = jobs_of(left, right);
  result.documents.resize(jobs.size());
  for_each_parallel(jobs.size(), [&](std::size_t i) {
    auto pair = start_pair(jobs[i]);
    if (pair.presence == Presence::both) {
      pair.differences = tree_differences(pair.left, pair.right, nullptr);
      order_by_flow(pair);
    } else {
      pair.verdict = Verdict::unjudged;
    }
    for (auto& difference : pair.differences) {
      difference.verdict = Verdict::unjudged;
      difference.reason = Reason::live;
    }
    result.documents[i] = std::move(pair);
  });
  return result;
}

} // namespace flowsync::compare
