// VitePress's own theme, with tables that keep a call and a link on one line.
import theme from 'vitepress/theme';
import './style.css';

export default theme;
