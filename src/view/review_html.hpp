#pragma once

#include "plan/flow_graph.hpp"
#include "plan/plan.hpp"
#include "view/resource_line.hpp"
#include "view/review.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace flowsync::view {

// Where the resources of a page stand, so that other parts of it lead there.
class PageLinks
{
public:
  // `section`: a word that no other section of the page has.
  PageLinks(std::string section, const Review& review);

  // The id of the element; "" when the page does not show the resource by itself.
  std::string id_of(const plan::ResourceChange& change) const;
  // The address as a link, or as plain text.
  std::string address_html(const plan::ResourceChange& change) const;

private:
  std::string m_section;
  std::unordered_map<const plan::ResourceChange*, std::size_t> m_numbers;
};

// How the parts of a review look.
struct ReviewHtmlStyle
{
  const plan::Plan& plan;
  const PageLinks& links;
  bool whole = false; // also every field of what is made and deleted
};

// What is dangerous, each by its name, as a list; "" when nothing is.
std::string dangers_html(const Review& review, const ReviewHtmlStyle& style);

// Each cause of several changes, with what it changes.
std::string causes_html(const Review& review, const ReviewHtmlStyle& style);

// One line a flow that unfolds to its graph and its resources; flows of which all is told and which are alike together.
std::string flows_html(const Review& review, const ReviewHtmlStyle& style);

} // namespace flowsync::view
