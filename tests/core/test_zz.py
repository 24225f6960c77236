import cProfile, pstats, time, io
from odoo.tests import tagged
from ..common import ReportCase
class TestZZ(ReportCase):
    def test_zz(self):
        def once():
            t=time.process_time(); plan=self.report_plan(); a=time.process_time()
            period=self.opened(plan, plan.period_ids[0].name); b=time.process_time()
            return a-t,b-a
        print('ZZ',[once() for _ in range(4)])
        t=time.process_time(); q=self.env.cr.sql_log_count; p=self.new_plan(); a=time.process_time(); q1=self.env.cr.sql_log_count;self.to_state(p,'submitted'); b=time.process_time();self.to_state(p,'signed'); c=time.process_time(); self.to_state(p,'issued'); d=time.process_time()
        print('ZZ new',a-t,'submit',b-a,'sign',c-b,'issue',d-c, q1-q, self.env.cr.sql_log_count-q1)
        pr=cProfile.Profile(); pr.enable()
        for i in range(5): once()
        pr.disable()
        for key in ('cumulative','tottime'):
            s=io.StringIO(); pstats.Stats(pr,stream=s).sort_stats(key).print_stats(90); open(f'/tmp/zz_{key}.txt','w').write(s.getvalue())
