#include "spec/yaml_edit.hpp"

#include "base/excerpt.hpp"
#include "spec/text_check.hpp"
#include "spec/yaml_draft.hpp"
#include "spec/yaml_layout.hpp"
#include "spec/yaml_quoting.hpp"
#include "spec/yaml_read_text.hpp"
#include "spec/yaml_rewriter.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_most_shown = 3;

bool is_chosen(const Node& document, const YamlDocumentChoice& choice)
{
  const auto* const kind = document.get("kind");
  const auto* const metadata = document.get("metadata");
  const auto* const name = metadata != nullptr ? metadata->get("name") : nullptr;
  return kind != nullptr && kind->text() == kind_name(choice.kind) &&
         (choice.name.empty() || (name != nullptr && name->text() == choice.name));
}

// The edits as a person would make them.
std::string by_hand(const std::vector<YamlEdit>& edits)
{
  std::string text = "edit it by hand:";
  for (std::size_t i = 0; i < std::min(edits.size(), k_most_shown); ++i) {
    const auto& edit = edits[i];
    const auto path = describe_path(edit.path);
    const auto value = edit.value ? excerpt(write_yaml_line(*edit.value)) : std::string();
    text += i > 0 ? ", then " : " ";
    text += edit.what == YamlEdit::What::remove   ? fmt::format("remove {}", path)
            : edit.what == YamlEdit::What::append ? fmt::format("add {} to {}", value, path)
                                                  : fmt::format("set {} to {}", path, value);
  }
  return edits.size() > k_most_shown ? text + fmt::format(", and {} more", edits.size() - k_most_shown) : text;
}

class Editor
{
public:
  Editor(const std::string& text, const std::string& shown_path, const YamlDocumentChoice& choice,
         const std::vector<YamlEdit>& edits)
      : m_bom(text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0),
        m_whole(text),
        m_text(std::string_view(text).substr(m_bom)),
        m_path(shown_path),
        m_choice(choice),
        m_edits(edits)
  {
  }

  Result<std::string, Diagnostics> run()
  {
    m_read.read(m_text, m_path);
    if (m_read.problems.has_errors()) {
      return m_read.problems;
    }
    const auto& documents = m_read.yaml.documents;
    const auto is_right = [this](const NodePtr& document) { return is_chosen(*document, m_choice); };
    const auto found = std::find_if(documents.begin(), documents.end(), is_right);
    if (found == documents.end()) {
      return problem("no-such-document", fmt::format("this file holds no {}", described()), {});
    }
    if (std::any_of(found + 1, documents.end(), is_right)) {
      return problem("two-such-documents", fmt::format("this file holds more than one {}", described()), {});
    }
    m_index = static_cast<std::size_t>(found - documents.begin());
    m_draft.value = *found;
    for (const auto& edit : m_edits) {
      if (const auto wrong = apply_edit(m_draft, edit)) {
        return problem("cannot-edit", *wrong, (*found)->at);
      }
    }
    std::set<const Node*> ignored;
    m_expected = documents;
    m_expected[m_index] = finish(m_draft, ignored);
    if (same_value(*m_expected[m_index], **found)) {
      return m_whole;
    }
    return rewritten();
  }

private:
  Result<std::string, Diagnostics> rewritten()
  {
    const auto layouts = read_layout(m_text);
    std::optional<YamlRefusal> refusal;
    if (layouts && layouts->size() == m_expected.size()) {
      // A block of text can be impossible where quoted text is possible.
      for (const bool block_text : {true, false}) {
        YamlRewriter rewriter(m_text, (*layouts)[m_index], block_text);
        const auto result = rewriter.rewrite(m_draft);
        if (result && is_expected(*result)) {
          return m_whole.substr(0, m_bom) + *result;
        }
        refusal = refusal ? refusal : rewriter.refusal();
      }
    }
    if (refusal) {
      return problem("cannot-edit", fmt::format("this place cannot be edited: {}", refusal->reason),
                     position_of(refusal->at));
    }
    return problem("cannot-edit", "this file cannot be edited without changing the rest of it", {});
  }

  bool is_expected(const std::string& text) const
  {
    ReadText again;
    again.read(text, m_path);
    return !again.problems.has_errors() &&
           std::equal(again.yaml.documents.begin(), again.yaml.documents.end(), m_expected.begin(), m_expected.end(),
                      [](const NodePtr& a, const NodePtr& b) { return same_value(*a, *b); });
  }

  std::string described() const
  {
    return fmt::format("document of kind {}{}", kind_name(m_choice.kind),
                       m_choice.name.empty() ? "" : fmt::format(" named `{}`", excerpt(m_choice.name)));
  }

  Position position_of(std::size_t offset) const
  {
    const auto line = static_cast<std::uint32_t>(
        std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    return {0, line + 1, static_cast<std::uint32_t>(YamlLines(m_text).column(offset) + 1)};
  }

  Diagnostics problem(DiagnosticCode code, std::string message, Position at) const
  {
    Diagnostics problems;
    auto where = at.known() ? m_read.files.locate(at) : Location{m_path, 0, 0, 1, ""};
    problems.error(code, std::move(message), std::move(where), by_hand(m_edits));
    return problems;
  }

  std::size_t m_bom;
  const std::string& m_whole;
  std::string_view m_text;
  const std::string& m_path;
  const YamlDocumentChoice& m_choice;
  const std::vector<YamlEdit>& m_edits;
  ReadText m_read;
  std::size_t m_index = 0;
  Draft m_draft;
  std::vector<NodePtr> m_expected;
};

YamlEdit edit_of(YamlEdit::What what, YamlPath path, NodePtr value)
{
  YamlEdit edit;
  edit.what = what;
  edit.path = std::move(path);
  edit.value = std::move(value);
  return edit;
}

} // namespace

std::string describe_path(const YamlPath& path)
{
  std::string text;
  for (const auto& step : path) {
    if (const auto* const index = std::get_if<std::size_t>(&step)) {
      text += fmt::format("[{}]", *index);
      continue;
    }
    const auto& key = std::get<std::string>(step);
    const bool is_simple = is_plain(key) && key.find_first_of(".[]/ \"") == std::string::npos;
    text += is_simple ? (text.empty() ? "" : ".") + excerpt(key) : "[" + excerpt(spec::quoted(key)) + "]";
  }
  return text;
}

YamlEdit set_value(YamlPath path, NodePtr value)
{
  return edit_of(YamlEdit::What::set, std::move(path), std::move(value));
}

YamlEdit insert_key(YamlPath path, NodePtr value)
{
  return edit_of(YamlEdit::What::insert, std::move(path), std::move(value));
}

YamlEdit remove_at(YamlPath path)
{
  return edit_of(YamlEdit::What::remove, std::move(path), nullptr);
}

YamlEdit append_item(YamlPath path, NodePtr value)
{
  return edit_of(YamlEdit::What::append, std::move(path), std::move(value));
}

Result<std::string, Diagnostics> edit_yaml(const std::string& text, const std::string& shown_path,
                                           const YamlDocumentChoice& document, const std::vector<YamlEdit>& edits)
{
  return Editor(text, shown_path, document, edits).run();
}

} // namespace flowsync::spec
