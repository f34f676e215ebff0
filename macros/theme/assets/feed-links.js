/**
 * Keeps the theme off the feed links: it takes every `rel="alternate"` for a translation of the site and asks for a
 * sitemap beside it. Modules run before the theme's script looks; what feed readers get is not changed.
 */
for (const link of document.querySelectorAll("link[rel=alternate][type]")) {
  link.setAttribute("rel", "alternate feed");
}
