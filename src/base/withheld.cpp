#include "base/withheld.hpp"

#include "base/text.hpp"
#include "base/value_forms.hpp"

#include <algorithm>

namespace flowsync {

void Withheld::clear()
{
  const std::lock_guard lock(m_mutex);
  m_values.clear();
  m_forms = std::make_shared<const ManyTexts>();
}

void Withheld::add(const std::string& name, std::string_view value)
{
  value = trim(value); // keys are used without the line break that a file ends with
  const std::lock_guard lock(m_mutex);
  if (value.size() < k_shortest ||
      std::any_of(m_values.begin(), m_values.end(), [&](const auto& item) { return item.second.reveal() == value; })) {
    return;
  }
  m_values.emplace_back(name, Secret(std::string(value)));
  std::vector<std::string> all;
  for (const auto& item : m_values) {
    const auto forms = forms_of(item.second.reveal());
    all.insert(all.end(), forms.begin(), forms.end());
  }
  m_forms = std::make_shared<const ManyTexts>(std::move(all));
}

std::string Withheld::conceal(std::string_view text) const
{
  const auto all = forms();
  if (all->empty()) {
    return std::string(text);
  }
  ConcealedPieces pieces;
  auto result = pieces.add(text, *all);
  return result + pieces.end(*all);
}

std::optional<std::string> Withheld::found_in(std::string_view text) const
{
  const auto all = forms();
  bool any = false;
  for (auto at = all->next_place(text, 0); at < text.size() && !any; at = all->next_place(text, at + 1)) {
    any = all->length_at(text.substr(at)) > 0;
  }
  if (!any) {
    return std::nullopt;
  }
  const std::lock_guard lock(m_mutex);
  for (const auto& [name, value] : m_values) {
    const auto forms = forms_of(value.reveal());
    if (std::any_of(forms.begin(), forms.end(), [&](const std::string& form) {
          return form.size() >= ManyTexts::k_shortest && text.find(form) != std::string_view::npos;
        })) {
      return name;
    }
  }
  return std::nullopt;
}

std::shared_ptr<const ManyTexts> Withheld::forms() const
{
  const std::lock_guard lock(m_mutex);
  return m_forms;
}

Withheld& withheld()
{
  static Withheld instance;
  return instance;
}

std::string ConcealedPieces::add(std::string_view piece, const ManyTexts& forms)
{
  m_text += piece;
  // Everything before may be said.
  auto safe = m_text.size() - std::min(m_text.size(), forms.longest());
  while (safe < m_text.size() && !forms.is_beginning(std::string_view(m_text).substr(safe))) {
    ++safe;
  }
  return run(safe, forms);
}

std::string ConcealedPieces::end(const ManyTexts& forms)
{
  return run(m_text.size(), forms);
}

std::string ConcealedPieces::run(std::size_t end, const ManyTexts& forms)
{
  std::string result;
  result.reserve(end);
  std::size_t said = 0; // of m_text, or covered
  for (auto at = forms.next_place(m_text, 0); at < end; at = forms.next_place(m_text, at + 1)) {
    const auto length = forms.length_at(std::string_view(m_text).substr(at));
    if (length == 0) {
      continue;
    }
    if (m_covered <= at) {
      const auto from = std::max(said, m_covered);
      result.append(m_text, from, at - from);
      result += k_sensitive_text;
    }
    m_covered = std::max(m_covered, at + length);
    said = at;
  }
  if (const auto from = std::max(said, m_covered); from < end) {
    result.append(m_text, from, end - from);
  }
  m_text.erase(0, end);
  m_covered -= std::min(m_covered, end);
  return result;
}

} // namespace flowsync
